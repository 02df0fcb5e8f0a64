using System.Text;

namespace Pando.Testing;

/// <summary>A file of a guest's initramfs: a copy of a file of the host, or a text.</summary>
/// <param name="Path">In the guest, without the leading slash.</param>
/// <param name="Source">The host's file; null for a text.</param>
/// <param name="Executable">Whether it can be run.</param>
public sealed record GuestFile(string Path, string? Source, bool Executable = false)
{
    private byte[] _text = [];

    /// <summary>Says whether two are the same: path, and the content or the size and time of the source.</summary>
    public string Fingerprint
    {
        get
        {
            string content = Source is null
                ? Convert.ToBase64String(_text)
                : $"{Source} {new FileInfo(Source).Length} {File.GetLastWriteTimeUtc(Source):O}";
            return $"{Path} {Executable} {content}";
        }
    }

    /// <summary>A file with this text.</summary>
    public static GuestFile OfText(string path, string text, bool executable = false) =>
        new(path, Source: null, executable) { _text = Encoding.UTF8.GetBytes(text) };

    /// <summary>The content.</summary>
    public Stream Open() => Source is null ? new MemoryStream(_text, writable: false) : File.OpenRead(Source);
}
