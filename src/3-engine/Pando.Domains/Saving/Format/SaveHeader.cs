using System.Buffers.Binary;
using System.Globalization;

namespace Pando.Domains.Saving.Format;

/// <summary>
/// The first 92 bytes of a saved machine, as libvirt has them (qemu_saveimage.h there): a magic, five numbers in the byte
/// order of the host that wrote them, and room. Behind it come <see cref="DataLength"/> bytes with the XML, a cookie and
/// padding, then QEMU's stream to the end of the file.
/// </summary>
/// <param name="IsWhole">Whether the file was finished: an unfinished one has another magic.</param>
/// <param name="DataLength">Bytes between this header and the stream.</param>
/// <param name="WasRunning">Whether the guest is to run on.</param>
/// <param name="Compression">How the stream is packed.</param>
/// <param name="CookieOffset">Where the cookie begins, behind the header; 0 where there is none.</param>
internal sealed record SaveHeader(bool IsWhole, uint DataLength, bool WasRunning, SaveCompression Compression, uint CookieOffset)
{
    public const int Length = 92;

    /// <summary>The most that can stand before the stream: an XML of the largest size that is read, as much for the cookie, and padding.</summary>
    public const uint MaxDataLength = (2 * Model.Xml.HostileXml.MaxLength) + (1 << 20);

    private const uint Version = 2;
    private const int NumbersAt = 16;

    /// <summary>What makes a file one that is not brought back.</summary>
    public static byte[] Unfinished => PartMagic.ToArray();

    private static ReadOnlySpan<byte> WholeMagic => "LibvirtQemudSave"u8;

    private static ReadOnlySpan<byte> PartMagic => "LibvirtQemudPart"u8;

    /// <summary>Reads one. Throws <c>save.damaged</c> for all that cannot be true.</summary>
    /// <param name="bytes">The first bytes of the file; fewer than a header's where the file is shorter.</param>
    /// <param name="path">For the error.</param>
    public static SaveHeader Read(ReadOnlySpan<byte> bytes, string path)
    {
        var magic = bytes[..Math.Min(bytes.Length, NumbersAt)];
        if (magic.SequenceEqual(PartMagic))
        {
            throw SaveFailures.Damaged(path, "unfinished");
        }
        if (!magic.SequenceEqual(WholeMagic))
        {
            throw SaveFailures.Damaged(path, "not-a-save");
        }
        if (bytes.Length < Length)
        {
            throw SaveFailures.Damaged(path, "cut-short");
        }
        var numbers = bytes[NumbersAt..Length];
        // A host of the other byte order wrote it where the version makes no sense.
        var swapped = Number(numbers, 0, swapped: false) > Version;
        var version = Number(numbers, 0, swapped);
        if (version is 0 or > Version)
        {
            throw SaveFailures.Damaged(path, "version", ("version", version.ToString(CultureInfo.InvariantCulture)));
        }
        var header = new SaveHeader(
            IsWhole: true, Number(numbers, 1, swapped), Number(numbers, 2, swapped) != 0,
            // Before version 2 nothing was packed.
            version < 2 ? SaveCompression.Raw : SaveCompressions.Known(Number(numbers, 3, swapped), path), Number(numbers, 4, swapped));
        if (header.DataLength is 0 or > MaxDataLength || header.CookieOffset >= header.DataLength)
        {
            throw SaveFailures.Damaged(path, "header");
        }
        return header;
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        (IsWhole ? WholeMagic : PartMagic).CopyTo(bytes);
        ReadOnlySpan<uint> numbers = [Version, DataLength, WasRunning ? 1u : 0u, (uint)Compression, CookieOffset];
        for (var place = 0; place < numbers.Length; place++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(NumbersAt + (place * sizeof(uint))), numbers[place]);
        }
        return bytes;
    }

    private static uint Number(ReadOnlySpan<byte> numbers, int place, bool swapped)
    {
        var value = BinaryPrimitives.ReadUInt32LittleEndian(numbers[(place * sizeof(uint))..]);
        return swapped ? BinaryPrimitives.ReverseEndianness(value) : value;
    }
}
