// What `import { … } from 'loadrun'` gives a script, and its editor.
export * from '@loadrun/script/api'
