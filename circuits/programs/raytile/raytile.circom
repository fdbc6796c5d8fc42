// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.6;

include "../../lib/integer.circom";
include "../../lib/job.circom";

// The steps below follow README.md beside this file, which defines every number and its bound.
// The light comes from (-2, 3, -6), a vector of length 7.

// Near hit of the ray (px, py, 64) with a sphere: hit, and along = b - s where hit.
template SphereHit() {
    signal input px;
    signal input py;
    signal input a;
    signal input centre[3];
    signal input radius;
    signal output hit;
    signal output along;

    signal byX <== px * centre[0];
    signal byY <== py * centre[1];
    signal b <== byX + byY + 64 * centre[2];
    signal xx <== centre[0] * centre[0];
    signal yy <== centre[1] * centre[1];
    signal zz <== centre[2] * centre[2];
    signal rr <== radius * radius;
    signal bb <== b * b;
    signal ac <== a * (xx + yy + zz - rr);

    // |disc| < 2^33: b^2 < 2^30 and a * |c| < 2^14 * 2^17.
    signal disc <== bb - ac;
    component meets = NonNegative(33);
    meets.in <== disc;
    component root = FloorSqrt(17);
    root.in <== meets.out * disc;
    // |b - s| < 2^18
    signal near <== b - root.out;
    component ahead = NonNegative(18);
    ahead.in <== near - 1;
    hit <== meets.out * ahead.out;
    along <== hit * near;
}

// One pixel: brightness of what the ray (px, py, 64) meets first.
template RayPixel(spheres) {
    signal input px;
    signal input py;
    signal input height;
    signal input ground;
    signal input centre[spheres][3];
    signal input radius[spheres];
    signal input albedo[spheres];
    signal output out;

    var far = 1 << 22;
    signal pxSq <== px * px;
    signal pySq <== py * py;
    signal a <== pxSq + pySq + 4096;

    // Nearest so far: distance, brightness factor, and the numerator and denominator of the light.
    signal along[spheres + 1];
    signal shade[spheres + 1];
    signal toLight[spheres + 1];
    signal size[spheres + 1];
    along[0] <== far;
    shade[0] <== 0;
    toLight[0] <== 0;
    size[0] <== 0;

    component sphere[spheres];
    component closer[spheres + 1];
    signal candidate[spheres];
    for (var i = 0; i < spheres; i++) {
        sphere[i] = SphereHit();
        sphere[i].px <== px;
        sphere[i].py <== py;
        sphere[i].a <== a;
        sphere[i].centre <== centre[i];
        sphere[i].radius <== radius[i];
        candidate[i] <== sphere[i].along + far * (1 - sphere[i].hit);
        closer[i] = NonNegative(23);
        closer[i].in <== along[i] - candidate[i] - 1;
        along[i + 1] <== along[i] + closer[i].out * (candidate[i] - along[i]);
        shade[i + 1] <== shade[i] + closer[i].out * (albedo[i] - shade[i]);
        toLight[i + 1] <== toLight[i] + closer[i].out
            * (-2 * centre[i][0] + 3 * centre[i][1] - 6 * centre[i][2] - toLight[i]);
        size[i + 1] <== size[i] + closer[i].out * (radius[i] - size[i]);
    }

    // The plane y = -height, seen by rays that go down.
    component up = NonNegative(6);
    up.in <== py;
    signal drop <== (1 - up.out) * (-py - 1) + 1;
    signal reach <== height * a;
    component toPlane = FloorDivide(22, 7);
    toPlane.num <== reach;
    toPlane.den <== drop;
    signal planeAlong <== (1 - up.out) * (toPlane.out - far) + far;
    closer[spheres] = NonNegative(23);
    closer[spheres].in <== along[spheres] - planeAlong - 1;
    signal isPlane <== closer[spheres].out;
    component isSky = NonNegative(23);
    isSky.in <== along[spheres] - far;

    // Light on the sphere: N.L with N = along * d - a * centre, cut at 0.
    signal dLight <== -2 * px + 3 * py - 384;
    signal byRay <== along[spheres] * dLight;
    signal byCentre <== a * toLight[spheres];
    signal facing <== (1 - isSky.out) * (byRay - byCentre);
    component lit = NonNegative(36);
    lit.in <== facing;
    signal sphereNum <== lit.out * facing;
    signal area <== a * size[spheres];
    signal sphereDen <== (1 - isSky.out) * (7 * area - 1) + 1;

    // The plane reflects 3/7 of its albedo.
    signal num <== sphereNum + isPlane * (3 - sphereNum);
    signal den <== sphereDen + isPlane * (7 - sphereDen);
    signal colour <== shade[spheres] + isPlane * (ground - shade[spheres]);
    signal scaled <== num * colour;
    component bright = FloorDivide(9, 25);
    bright.num <== scaled;
    bright.den <== den;
    component over = NonNegative(9);
    over.in <== bright.out - 256;
    out <== bright.out + over.out * (255 - bright.out);
}

// A w x h tile of the image of `spheres` spheres over a plane. Statement as in mlp-int8, with raytile
// for mlp-int8. Every byte string of the right length is a scene.
//
// Public signals: outputCommitment, evaluation (outputs), inputCommitment, ctx (public inputs).
template RayTile(w, h, spheres) {
    assert(w * 16 <= 128 && h * 16 <= 128);
    var inBytes = 4 + 5 * spheres;
    signal input bytes[inBytes];
    signal input pkx;
    signal input pky;
    signal input salt;
    signal input randomness;
    signal input inputCommitment;
    signal input ctx;
    signal output outputCommitment;
    signal output evaluation;

    component packed = PackBytes(inBytes);
    packed.bytes <== bytes;

    // The low four bits of the first two bytes number the tile.
    component tile[2];
    signal corner[2];
    for (var i = 0; i < 2; i++) {
        tile[i] = Num2Bits(8);
        tile[i].in <== bytes[i];
        corner[i] <== tile[i].out[0] + 2 * tile[i].out[1] + 4 * tile[i].out[2] + 8 * tile[i].out[3];
    }

    component pixel[w * h];
    component result = PackBytes(w * h);
    for (var j = 0; j < h; j++) {
        for (var i = 0; i < w; i++) {
            var p = j * w + i;
            pixel[p] = RayPixel(spheres);
            pixel[p].px <== w * corner[0] + i - 8 * w;
            pixel[p].py <== 8 * h - 1 - h * corner[1] - j;
            pixel[p].height <== bytes[2] + 1;
            pixel[p].ground <== bytes[3];
            for (var s = 0; s < spheres; s++) {
                var at = 4 + 5 * s;
                pixel[p].centre[s][0] <== bytes[at] - 256 * packed.top[at];
                pixel[p].centre[s][1] <== bytes[at + 1] - 256 * packed.top[at + 1];
                pixel[p].centre[s][2] <== bytes[at + 2];
                pixel[p].radius[s] <== bytes[at + 3] + 1;
                pixel[p].albedo[s] <== bytes[at + 4];
            }
            result.bytes[p] <== pixel[p].out;
        }
    }

    component job = JobEnvelope(inBytes, w * h);
    job.inLimbs <== packed.limbs;
    job.outLimbs <== result.limbs;
    job.pkx <== pkx;
    job.pky <== pky;
    job.salt <== salt;
    job.randomness <== randomness;
    job.inputCommitment <== inputCommitment;
    job.ctx <== ctx;
    outputCommitment <== job.outputCommitment;
    evaluation <== job.evaluation;
}
