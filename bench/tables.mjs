// Makes the tables of the documents from results.json once more: after a change of the documents, or of the tables' looks.
import { documents, remakeDocuments } from './documents.mjs';
import { readResults } from './results.mjs';

remakeDocuments(readResults());
console.log(`as bench/results.json says: ${documents.join(', ')}`);
