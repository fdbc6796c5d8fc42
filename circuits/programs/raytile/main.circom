// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.6;

include "./raytile.circom";

component main {public [inputCommitment, ctx]} = RayTile(8, 4, 2);
