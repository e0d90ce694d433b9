#!/usr/bin/env node
'use strict';
if (require('./is-supported.js')('tsprof')) require('./load.js')('main');
