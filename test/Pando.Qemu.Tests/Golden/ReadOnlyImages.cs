using System.Buffers.Binary;

namespace Pando.Qemu.Tests.Golden;

/// <summary>The least that QEMU takes for an image of the formats that qemu-img cannot make.</summary>
internal static class ReadOnlyImages
{
    /// <summary>The image's bytes; null for a format that qemu-img makes.</summary>
    public static byte[]? Of(string format) => format switch
    {
        "bochs" => Bochs(),
        "cloop" => CompressedLoop(),
        _ => null,
    };

    /// <summary>A growing redo log of 4 MiB without a block (QEMU's block/bochs.c): a header and eight entries of its catalogue.</summary>
    private static byte[] Bochs()
    {
        const int extents = 8;
        byte[] image = new byte[512 + (4 * extents)];
        "Bochs Virtual HD Image"u8.CopyTo(image);
        "Redolog"u8.CopyTo(image.AsSpan(32));
        "Growing"u8.CopyTo(image.AsSpan(48));
        uint[] header = [0x20000, 512, extents, 1, 512 << 10, 0, 4 << 20];
        for (int place = 0; place < header.Length; place++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(64 + (4 * place)), header[place]);
        }

        image.AsSpan(512).Fill(0xff);
        return image;
    }

    /// <summary>One block of 64 KiB, of which nothing is read (QEMU's block/cloop.c).</summary>
    private static byte[] CompressedLoop()
    {
        const int first = 152;
        byte[] image = new byte[first + 8];
        BinaryPrimitives.WriteUInt32BigEndian(image.AsSpan(128), 65536);
        BinaryPrimitives.WriteUInt32BigEndian(image.AsSpan(132), 1);
        BinaryPrimitives.WriteUInt64BigEndian(image.AsSpan(136), first);
        BinaryPrimitives.WriteUInt64BigEndian(image.AsSpan(144), first + 8);
        return image;
    }
}
