using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Pando.Host.Files;

/// <summary>
/// The host's files under a root. What is missing, unreadable or garbage is null or empty, never an exception: a host is described by
/// what can be read of it.
/// </summary>
/// <param name="root">"/", or a made-up tree.</param>
internal sealed class HostFiles(string root)
{
    // The longest that is read is /proc/cpuinfo: 1.5 KiB a processor.
    private const int MostBytes = 4 << 20;

    /// <summary>Where this path of the host really is.</summary>
    public string PathOf(string path) => Path.Join(root, path);

    public bool Exists(string path) => Path.Exists(PathOf(path));

    /// <summary>A file's text without the blanks at its ends; null when it cannot be read.</summary>
    public string? Text(string path) => Bytes(path) is { } bytes ? Encoding.UTF8.GetString(bytes).Trim() : null;

    /// <summary>A file's bytes; null when it cannot be read.</summary>
    public byte[]? Bytes(string path) => Read(path, static stream =>
    {
        // Files of /proc have no length: read until the end.
        var bytes = new MemoryStream();
        byte[] buffer = new byte[1 << 14];
        int count;
        while (bytes.Length < MostBytes && (count = stream.Read(buffer)) > 0)
        {
            bytes.Write(buffer.AsSpan(0, count));
        }

        return bytes.ToArray();
    });

    /// <summary>A file's lines; none when it cannot be read.</summary>
    public IReadOnlyList<string> Lines(string path) =>
        Text(path)?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>A file that holds one number.</summary>
    public long? Number(string path) =>
        long.TryParse(Text(path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;

    /// <summary>Eight bytes at a place of a file, as a device of model-specific registers gives them.</summary>
    public ulong? Word(string path, long offset)
    {
        try
        {
            using SafeFileHandle file = File.OpenHandle(PathOf(path));
            Span<byte> bytes = stackalloc byte[sizeof(ulong)];
            return RandomAccess.Read(file, bytes, offset) == bytes.Length ? BitConverter.ToUInt64(bytes) : null;
        }
        catch (Exception unreadable) when (IsExpected(unreadable))
        {
            return null;
        }
    }

    /// <summary>The names in a directory, sorted; none when there is no such directory.</summary>
    public IReadOnlyList<string> Names(string directory)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(PathOf(directory)).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        }
        catch (Exception unreadable) when (IsExpected(unreadable))
        {
            return [];
        }
    }

    private T? Read<T>(string path, Func<Stream, T> read)
        where T : class
    {
        try
        {
            using var stream = new FileStream(PathOf(path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return read(stream);
        }
        catch (Exception unreadable) when (IsExpected(unreadable))
        {
            return null;
        }
    }

    private static bool IsExpected(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;
}
