using System.Buffers.Binary;
using System.Text;

namespace Pando.Storage.Images;

/// <summary>The header extensions of a qcow2 image that matter here; others are skipped, as the format has it.</summary>
internal readonly record struct Qcow2Extensions(string? BackingFormat, string? DataFile)
{
    private const uint End = 0;
    private const uint BackingFormatName = 0xE2792ACA;
    private const uint ExternalDataName = 0x44415441;

    // Far more than QEMU writes; a first cluster of 2 MiB full of empty extensions is not read to its end.
    private const int MostExtensions = 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Qcow2Extensions Read(ReadOnlySpan<byte> start, int offset, int end, int longestFormat, int longestData)
    {
        string? format = null;
        string? data = null;
        for (var count = 0; offset + 8 <= end; count++)
        {
            Qcow2Header.Require(count < MostExtensions, "qcow2-extensions");
            Qcow2Header.RequireBytes(start, offset + 8);
            var type = BinaryPrimitives.ReadUInt32BigEndian(start[offset..]);
            if (type == End)
            {
                break;
            }
            var length = BinaryPrimitives.ReadUInt32BigEndian(start[(offset + 4)..]);
            offset += 8;
            Qcow2Header.Require(length <= (uint)(end - offset), "qcow2-extension-outside");
            if (type is BackingFormatName or ExternalDataName)
            {
                Qcow2Header.Require(length <= (type == BackingFormatName ? longestFormat : longestData), "qcow2-extension-long");
                Qcow2Header.RequireBytes(start, offset + (int)length);
                var text = Text(start.Slice(offset, (int)length));
                (format, data) = type == BackingFormatName ? (text, data) : (format, text);
            }
            offset += ((int)length + 7) & ~7;
        }
        return new Qcow2Extensions(format, data);
    }

    /// <summary>Text that may become a path: valid, and without a NUL that would end it early for the kernel.</summary>
    public static string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var text = Strict.GetString(bytes);
            Qcow2Header.Require(!text.AsSpan().ContainsAnyInRange('\0', '\x1f'), "qcow2-text");
            return text;
        }
        catch (DecoderFallbackException)
        {
            throw new Qcow2FormatException("qcow2-text");
        }
    }
}
