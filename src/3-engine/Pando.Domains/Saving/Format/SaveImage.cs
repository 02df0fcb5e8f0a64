using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Pando.Domains.Saving.Format;

/// <summary>What stands before the stream of a saved machine, read from a file that may be anything.</summary>
/// <param name="Path">Where.</param>
/// <param name="Header">Its header.</param>
/// <param name="Xml">The definition, as it stands there.</param>
/// <param name="Cookie">What else is known.</param>
/// <param name="FileLength">How long the file is.</param>
internal sealed record SaveImage(string Path, SaveHeader Header, string Xml, SaveCookie Cookie, long FileLength)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Where the stream begins.</summary>
    public long StreamOffset => SaveHeader.Length + Header.DataLength;

    /// <summary>Reads it. Never more than a few megabytes, whatever the file says. Throws <c>save.damaged</c>.</summary>
    public static SaveImage Read(SafeFileHandle file, string path)
    {
        var length = RandomAccess.GetLength(file);
        var start = new byte[(int)Math.Min(length, SaveHeader.Length)];
        Fill(file, start, 0);
        var header = SaveHeader.Read(start, path);
        if (length <= SaveHeader.Length + header.DataLength)
        {
            throw SaveFailures.Damaged(path, "cut-short");
        }
        var data = new byte[header.DataLength];
        if (!Fill(file, data, SaveHeader.Length))
        {
            throw SaveFailures.Damaged(path, "cut-short");
        }
        var split = (int)(header.CookieOffset == 0 ? header.DataLength : header.CookieOffset);
        var xml = Text(data.AsSpan(0, split), path);
        var cookie = header.CookieOffset == 0 ? new SaveCookie() : SaveCookie.Read(Text(data.AsSpan(split), path), path);
        var image = new SaveImage(path, header, xml, cookie, length);
        if (cookie.StreamLength is { } stream && length - image.StreamOffset != stream)
        {
            throw SaveFailures.Damaged(path, "cut-short");
        }
        return image;
    }

    /// <summary>Header, XML and cookie in the room that <paramref name="header"/> has for them. Throws <c>save.text-too-long</c>.</summary>
    public static byte[] Front(SaveHeader header, string xml, SaveCookie cookie, string path)
    {
        var (text, note) = (Strict.GetBytes(xml), Strict.GetBytes(cookie.ToXml()));
        if (text.Length + note.Length + 2 > header.DataLength)
        {
            throw new Model.Errors.CallerException(
                Model.Errors.ErrorCodes.Save.TextTooLong, ("path", path), ("room", $"{header.DataLength / 1024} KiB"));
        }
        var front = new byte[SaveHeader.Length + header.DataLength];
        (header with { CookieOffset = (uint)text.Length + 1 }).ToBytes().CopyTo(front, 0);
        text.CopyTo(front, SaveHeader.Length);
        note.CopyTo(front, SaveHeader.Length + text.Length + 1);
        return front;
    }

    /// <summary>
    /// How much room to leave: for the text, for a cookie with its disks, and as much again as libvirt leaves for a text
    /// that is edited later; so much that the stream begins where a file past the page cache may be written.
    /// </summary>
    public static uint Room(string xml, SaveCookie cookie)
    {
        const int spare = 64 * 1024;
        const int block = Linux.Files.AlignedBuffer.Alignment;
        var needed = SaveHeader.Length + Strict.GetByteCount(xml) + Strict.GetByteCount(cookie.ToXml()) + 2 + spare;
        return (uint)(((needed + block - 1) / block * block) - SaveHeader.Length);
    }

    private static bool Fill(SafeFileHandle file, Span<byte> buffer, long offset)
    {
        while (!buffer.IsEmpty)
        {
            var count = RandomAccess.Read(file, buffer, offset);
            if (count == 0)
            {
                return false;
            }
            buffer = buffer[count..];
            offset += count;
        }
        return true;
    }

    /// <summary>Up to the zero that ends it.</summary>
    private static string Text(ReadOnlySpan<byte> bytes, string path)
    {
        var end = bytes.IndexOf((byte)0);
        if (end is < 0 or > Model.Xml.HostileXml.MaxLength)
        {
            throw SaveFailures.Damaged(path, "header");
        }
        try
        {
            return Strict.GetString(bytes[..end]);
        }
        catch (DecoderFallbackException)
        {
            throw SaveFailures.Damaged(path, "header");
        }
    }
}
