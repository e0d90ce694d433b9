import '../../fixtures/programs/greenlets/main.ts';
