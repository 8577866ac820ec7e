// Writes what is made from the schema of the language, the JSON Schema for editors and the reference page, and the JSON
// Schema of results.
// scripts/check-docs.ts fails when they are out of date.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { referenceFile, referencePage } from './reference/reference-page.ts'
import { resultSchemaFile, resultSchemaText } from './reference/result-schema.ts'
import { schemaFile, schemaText } from './reference/schema-text.ts'

const root = join(import.meta.dirname, '..')
writeFileSync(join(root, schemaFile), schemaText())
writeFileSync(join(root, referenceFile), referencePage())
writeFileSync(join(root, resultSchemaFile), resultSchemaText(root))
