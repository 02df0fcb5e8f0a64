using System.Runtime.InteropServices;

namespace Pando.Libvirt;

/// <summary>What came of a stream: bytes, or a hole.</summary>
/// <param name="Data">The bytes; empty for a hole, and at the end.</param>
/// <param name="HoleBytes">How many zeros stand here that were not sent; 0 for bytes, and at the end.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct StreamPiece(ReadOnlyMemory<byte> Data, long HoleBytes)
{
    /// <summary>Whether there is no more.</summary>
    public bool IsEnd => Data.IsEmpty && HoleBytes == 0;
}
