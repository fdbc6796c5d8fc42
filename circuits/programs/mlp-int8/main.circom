// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.6;

include "./mlp-int8.circom";

component main {public [inputCommitment, ctx]} = MlpInt8();
