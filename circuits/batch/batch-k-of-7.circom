// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.6;

include "./batch-k-of-n.circom";

component main {public [inputSnark, domain, setRoot]} = BatchKOfN(7);
