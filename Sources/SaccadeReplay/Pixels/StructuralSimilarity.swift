import Saccade

/// The structural similarity of two pictures of one size: 1 for the same picture, less for others.
///
/// The mean over blocks of 8×8 pixels of luma (Wang, Bovik, Sheikh and Simoncelli 2004, with a uniform window), in
/// integers up to the last division. Pictures smaller than a block are one block.
func structuralSimilarity(_ a: Raster, _ b: Raster) -> Double {
    guard a.size == b.size else { return 0 }
    let (width, height) = (a.size.width, a.size.height)
    var total = 0.0
    var blocks = 0
    for top in stride(from: 0, to: height, by: 8) {
        for left in stride(from: 0, to: width, by: 8) {
            let (right, bottom) = (min(left + 8, width), min(top + 8, height))
            // Blocks that the edge cuts count only if there are no others.
            if blocks > 0, right - left < 8 || bottom - top < 8 { continue }
            total += blockSimilarity(a, b, left, top, right, bottom)
            blocks += 1
        }
    }
    return blocks == 0 ? 1 : total / Double(blocks)
}

private func blockSimilarity(_ a: Raster, _ b: Raster, _ left: Int, _ top: Int, _ right: Int, _ bottom: Int) -> Double {
    var (sumA, sumB, squaresA, squaresB, products) = (0, 0, 0, 0, 0)
    a.bytes.withUnsafeBufferPointer { first in
        b.bytes.withUnsafeBufferPointer { second in
            for y in top..<bottom {
                for x in left..<right {
                    let offset = (y * a.size.width + x) * 4
                    let (p, q) = (luma(first, offset), luma(second, offset))
                    sumA += p
                    sumB += q
                    squaresA += p * p
                    squaresB += q * q
                    products += p * q
                }
            }
        }
    }
    let n = Double((right - left) * (bottom - top))
    let (meanA, meanB) = (Double(sumA) / n, Double(sumB) / n)
    let varianceA = Double(squaresA) / n - meanA * meanA
    let varianceB = Double(squaresB) / n - meanB * meanB
    let covariance = Double(products) / n - meanA * meanB
    // (0.01 × 255)² and (0.03 × 255)².
    let (c1, c2) = (6.5025, 58.5225)
    return (2 * meanA * meanB + c1) * (2 * covariance + c2)
        / ((meanA * meanA + meanB * meanB + c1) * (varianceA + varianceB + c2))
}

/// The luma of a pixel by ITU-R BT.601, 0 to 255.
@inline(__always) private func luma(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int) -> Int {
    (299 * Int(bytes[offset]) + 587 * Int(bytes[offset + 1]) + 114 * Int(bytes[offset + 2]) + 500) / 1000
}
