// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title A real Groth16 key over BN254 and a proof under it.
/// @dev Made with circom2 0.2.23 and snarkjs 0.7.6 from this circuit, of three public signals like a job proof's:
///     template Product() {
///         signal input inputCommitment; signal input ctx; signal input secret; signal output outputCommitment;
///         signal ctxSquare;
///         outputCommitment <== secret * inputCommitment;
///         ctxSquare <== ctx * ctx;
///     }
///     component main {public [inputCommitment, ctx]} = Product();
/// by `powersoftau new bn128 4`, one contribution, `prepare phase2`, `groth16 setup`, one contribution, and
/// `groth16 fullprove` with secret 6, inputCommitment 7, ctx 123456789. snarkjs verified it.
library Groth16Vector {
    bytes internal constant KEY = hex""
        hex"1d7302a0b66559b8f9b459e34e27760aa4a0d5a8bb91fe9327e92109200dd9ce"
        hex"26c11f696c9915f0df7c5002c7c731e163e3c89925d21e58e0333dc21aa8b632"
        hex"1476aecfe99d433ea2880f28da278394818833d77c026a0df4f1304b450ca192"
        hex"0e2952679f35de60800d7166525e66b8c945d267d7982ce0cecd7bd1b19d5954"
        hex"12b9eafa4082fbf108167d669d328516be5845c43df5235f9d60b6f15e4dea4b"
        hex"0143c63c6005b5d76a4fd3ab8558df9363e2c4b699942b7198e45e6a67bc993b"
        hex"198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2"
        hex"1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed"
        hex"090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b"
        hex"12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa"
        hex"1774af33b7d7037272dea0d8cc8e6bbed31ed3c9d768fc879c4dbf59c7119872"
        hex"01f82c308e63eb0bd52a5f4baeabd9349ff03dd09231480698515e83d9fbd1b6"
        hex"1aadac682efa57bdf02c7f87d036c13d47f8919c76453feaa11ddb161dd91b2d"
        hex"273b33ded95676a382357402d0dbb875805936fa652874137372ce594576b568"
        hex"187669132241cc81ea64232b5aa160de8437a64854e9eb86de8f9e1ddbf12599"
        hex"05beba59a184adf25b817a6258baf06ce7f6e2765f77509a9444fa96e072c6ab"
        hex"207f644a4bbda82212b52dc6f55efc54c752662b1f3db4fe99608544bd71a251"
        hex"18620a98c1538fb6d767656f9232b5a856201987df92203990585a641b50fbbc"
        hex"143a1069ec435ddd0776581560188dc5b9f3963a2c82163a8f5d252b3df46f4c"
        hex"2fa13ced6a907cd36d1ebaff1860e0d1a436db627b1a39b573adc3081ae30224"
        hex"240862ab36448b1b513d4aa34a28094d18569317e9ce454414c2447841292b17"
        hex"305b4d01c680457a71bc8400297e159104f9151be390f23e390cfc91a819025d";

    function signals() internal pure returns (uint256[] memory values) {
        values = new uint256[](3);
        values[0] = 42;
        values[1] = 7;
        values[2] = 123456789;
    }

    function proof() internal pure returns (uint256[8] memory) {
        return [
            uint256(0x1421b6d036003a92077041e89fd7fa7135dc0a2d34637fc64b20b3fb671e19ae),
            0x1e188c2b644fc5b39d73a97f03245128f29c599967898bb5e8de029c755cbd1e,
            0x1ebda9205ffaffb2e00273d179b0397a7ed0ddeb5d61251de15454b4feace4eb,
            0x02a5538287fa19daa688ca3ccf342378cd62ff8ef7b9a7f7fa42eaca3fb6a9e3,
            0x2fc614e04e8f4f5616a2187cd36c42e63310a27c5d90b6ca3ccfcdeab0442196,
            0x24d625f36962967138bf3b0054ed66b25e1b66b7d4c486c7822bd5875a60f6f6,
            0x29cdbc1fc6625146b78f39ee9e2e7e2f477c6bfd839f2f60a731d58d52b90588,
            0x043eb91ad175998affef5f9be039d29b5feea47711deaf7b006ff5b4332f8e78
        ];
    }
}
