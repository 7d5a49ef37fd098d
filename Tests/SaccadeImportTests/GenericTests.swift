import Saccade
import SaccadeImaging
import SaccadeImport
import Testing

/// Layouts that match no format: each must give a picture.
@Suite struct GenericTests {
    static let layouts = [
        #"{"img":"a.png","q":"Where?","boxes":[[10,10,50,50]],"note":"the cup is on the left"}"#,
        #"{"data":{"photo":{"file":"a.png"},"answer_box":{"x1":10,"y1":20,"x2":60,"y2":70}}}"#,
        #"{"frames":[{"shot":"a.png","say":"I look at the door first.","eye":[40,30]},{"shot":"b.png","say":"Then at the window.","eye":[90,20]}]}"#,
        #"{"input":{"image_file":"a.png"},"trace":[{"reasoning":"the sign is small and blue","roi":"[100, 200, 300, 400]"}]}"#,
        #"[{"kind":"open","value":"a.png","comment":"this is where it begins"},{"kind":"mark","comment":"here it is, I think","value":[0.1,0.1,0.4,0.5]}]"#,
        #"{"scene":"a.png","objects":{"cat":{"xmin":5,"ymin":6,"xmax":50,"ymax":60},"dog":{"xmin":70,"ymin":6,"xmax":90,"ymax":60}}}"#,
        #"{"id":1,"media":["a.png","b.png"],"dialog":[{"speaker":"model","utterance":"It stands right here.","spot":{"x":12,"y":14}}]}"#,
        #"{"path":"a.png","prediction":"red","attention":{"regions":[{"rect":[1,2,30,40],"label":"cup"}]}}"#,
        #"{"url":"a.png","steps":[{"t":0,"text":"looking at the top left","box":[[0,0,100,100],[500,500,900,900]]},{"t":1,"text":"that is the answer","box":[]}]}"#,
        #"{"meta":{"source":"lab"},"payload":{"question":"How many?","picture":"a.png","evidence":[[0.2,0.2,0.9,0.9]],"answer":"2"}}"#,
        #"{"screen":"a.png","events":[{"what":"click on the button","at":[64,36]},{"what":"type the words","at":null}]}"#,
        #"{"nested":[[[{"deep":{"image":"a.png","coords":{"left":3,"top":4,"right":33,"bottom":44}}}]]]}"#,
    ]

    @Test(arguments: layouts) func `an unknown log gives its image and its numbers as candidates`(_ record: String)
        throws
    {
        let files = [
            ("folder/a.png", try picture(128, 72).encodedPNG()),
            ("folder/b.png", try picture(128, 72, seed: 2).encodedPNG()),
        ]
        let result = try Imported(record, files: files)
        #expect(result.summary.format == "generic")
        #expect(result.state.images.first?.declaration.size == PixelSize(width: 128, height: 72))
        let regions = result.root.regions
        #expect(regions.contains { $0.pixels != nil || ($0.space.unit == .pixel && $0.spaceSource == .standard) })
        #expect(regions.allSatisfy { $0.role?.rawValue == "candidate" && $0.spaceSource != .declared })
        #expect(result.diagnostics("generic-record").count == 1)
    }
}
