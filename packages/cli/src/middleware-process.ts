import '@loadrun/middleware/process'
