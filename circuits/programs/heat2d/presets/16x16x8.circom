// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.6;

include "../heat2d.circom";

component main {public [inputCommitment, ctx]} = Heat2d(16, 16, 8);
