import '../../fixtures/programs/yappi-document/main.ts';
