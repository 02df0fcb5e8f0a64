using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Pando.Domains.Starting;

/// <summary>
/// What QEMU writes to its standard output and error, in the machine's log, behind a line with the arguments it was started with.
/// </summary>
internal sealed class GuestWords : IDisposable
{
    private const int ShownBytes = 4096;
    private readonly string _path;
    private readonly long _from;

    private GuestWords(string path, SafeFileHandle handle, long from)
    {
        _path = path;
        Handle = handle;
        _from = from;
    }

    public SafeFileHandle Handle { get; }

    public static GuestWords Open(string path, string binary, IReadOnlyList<string> arguments, TimeProvider time)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var handle = Linux.Files.AppendFile.Open(path);
        var line = Encoding.UTF8.GetBytes($"{time.GetUtcNow():O} starting: {binary} {string.Join(' ', arguments)}\n");
        RandomAccess.Write(handle, line, RandomAccess.GetLength(handle));
        return new GuestWords(path, handle, RandomAccess.GetLength(handle));
    }

    /// <summary>What it has said since it was started, without the time stamps; null when it said nothing.</summary>
    public string? Said()
    {
        using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(Math.Max(_from, file.Length - ShownBytes), SeekOrigin.Begin);
        using var reader = new StreamReader(file, Encoding.UTF8);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(WithoutTime);
        var said = string.Join('\n', lines).Trim();
        return said.Length == 0 ? null : said;
    }

    public void Dispose() => Handle.Dispose();

    /// <summary><c>-msg timestamp=on</c> puts one before each message: <c>2026-01-31T10:00:00.000000Z qemu-system-x86_64: …</c></summary>
    private static string WithoutTime(string line) =>
        line.IndexOf("Z qemu-system", StringComparison.Ordinal) is var at and > 0 and < 32 ? line[(at + 2)..] : line;
}
