enum OctotoolsLogExamples {
    static let all: [RecordExample] = [
        RecordExample(
            "Two parts of an image, one of them without its picture",
            file: "test.log",
            pictures: [("car.png", 61, 40), ("car_bottom-right_zoomed_2x.png", 68, 44)],
            record: #"""

                Initializing Patch Zoomer Tool with model: m
                Test question: What colour is the car?

                Detected Patches:
                Path: /home/a/zoomed_patches/car_bottom-right_zoomed_2x.png
                Description: The bottom-right region of the image: /home/a/examples/car.png.

                Path: /home/a/zoomed_patches/car_center_zoomed_2x.png
                Description: The center region of the image: /home/a/examples/car.png.

                Done!
                """#,
            outline: #"""
                task "What colour is the car?"
                image 0 /home/a/examples/car.png 61×40 input
                image 1 /home/a/zoomed_patches/car_bottom-right_zoomed_2x.png 68×44 tool zoom of 0 by octotools-patch-2x@1 requested [27, 18, 61, 40] executed [27, 18, 61, 40]
                image 2 /home/a/zoomed_patches/car_center_zoomed_2x.png tool missing zoom of 0 by octotools-patch-2x@1 requested [12, 8, 48, 32] executed [12, 8, 48, 32]
                generation 0 sees [0]
                generation 1 sees [0,1]
                step 0 look "bottom-right"
                  call Relevant_Patch_Zoomer_Tool succeeded, image 1
                  region on 0: "bottom-right" pixel declared → [27, 18, 61, 40] "bottom-right"
                step 1 look "center"
                  call Relevant_Patch_Zoomer_Tool succeeded, image 2
                  region on 0: "center" pixel declared → [12, 8, 48, 32] "center"
                info image-found-by-name
                info image-found-by-name
                warning missing-image
                info no-answer
                """#)
    ]
}
