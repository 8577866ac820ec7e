import '@loadrun/limited-server/process'
