import '@loadrun/toxics/process'
