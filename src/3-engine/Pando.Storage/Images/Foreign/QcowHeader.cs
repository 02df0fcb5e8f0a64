using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Pando.Storage.Images.Foreign;

/// <summary>The header of the older form of qcow2 (QEMU's block/qcow.c): all numbers have their high byte first.</summary>
internal static class QcowHeader
{
    private const int Length = 48;

    /// <summary>What it stands on, whose format it cannot say; null where it is whole.</summary>
    public static NamedBelow? Below(string path, SafeFileHandle file)
    {
        var header = ForeignImage.Read(file, 0, Length);
        if (header.Length < Length || !header.AsSpan(0, 4).SequenceEqual(Qcow2Header.Magic) || BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4)) != 1)
        {
            throw ForeignImage.NoSuchImage(path, "qcow");
        }
        if (BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(36)) != 0)
        {
            throw ForeignImage.Refused(path, new Reason("encrypted"));
        }
        var offset = BinaryPrimitives.ReadUInt64BigEndian(header.AsSpan(8));
        return offset == 0 ? null : new NamedBelow(ForeignImage.Name(path, "qcow", file, offset, BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(16))), null);
    }
}
