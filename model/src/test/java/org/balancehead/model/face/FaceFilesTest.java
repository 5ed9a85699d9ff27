package org.balancehead.model.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaceFilesTest {
    @ParameterizedTest
    @CsvSource({
        "face_detection_short_range.tflite, 3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633",
        "face_detection_full_range.tflite, 99bf9494d84f50acc6617d89873f71bf6635a841ea699c17cb3377f9507cfec3",
        "face_landmark.tflite, c603fa6149219a3e9487dc9abd7a0c24474c77263273d24868378cdf40aa26d1",
        "geometry_pipeline_metadata_landmarks.binarypb, bdbcda96dfcb7da883da124aaa2c55dee49770d934f0fcc71747f8c21bdc75b4",
        "selfie_segmentation.tflite, 8d13b7fae74af625c641226813616a2117bd6bca19eb3b75574621fc08557f27"
    })
    void bundlesTheFilesThatNoticeNames(String name, String sha256) throws NoSuchAlgorithmException {
        byte[] file = FaceFiles.read(name);

        byte[] digest = MessageDigest.getInstance("SHA-256").digest(file);

        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(sha256);
    }
}
