using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Pando.Linux.Files;

namespace Pando.ScriptedQemu;

/// <summary>
/// The machine's state out of the stand-in and into it, and dumps of its memory: a few bytes that say what they are, through
/// the descriptors that came with <c>getfd</c>.
/// </summary>
internal sealed partial class Migration(Script script, Guest guest, Action<int> exit)
{
    private const long Memory = 1 << 20;

    private readonly Dictionary<string, SafeFileHandle> _named = new(StringComparer.Ordinal);
    private volatile string _status = "none";
    private volatile string _dump = "none";
    private SafeFileHandle? _stalled;

    private static ReadOnlySpan<byte> Magic => "QEVM"u8;

    public string Info => _status switch
    {
        "none" => "{}",
        "failed" => JsonSerializer.Serialize(new Dictionary<string, string> { ["status"] = "failed", ["error-desc"] = script.MigrationFails ?? "scripted" }),
        var status => string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"status": "{{{status}}}", "ram": {"total": {{{Memory}}}, "remaining": {{{(status == "completed" ? 0 : Memory / 2)}}}, "transferred": 10}}"""),
    };

    public string DumpInfo => string.Create(
        CultureInfo.InvariantCulture, $$"""{"status": "{{_dump}}", "completed": {{(_dump == "completed" ? Memory : 0)}}, "total": {{Memory}}}""");

    public void Give(string name, SafeFileHandle? descriptor) => _named[name] = descriptor ?? throw new InvalidOperationException("No descriptor came.");

    public void Out(string uri)
    {
        SafeFileHandle pipe = Take(uri);
        _status = "active";
        Background(() =>
        {
            if (script.MigrationStalls)
            {
                // Until somebody cancels it; what it wrote so far is in the file.
                TryWrite(pipe, Magic);
                _stalled = pipe;
                return;
            }

            using (pipe)
            {
                bool written = script.MigrationFails is null && TryWrite(pipe, [.. Magic, .. new byte[Memory / 16]]);
                if (written)
                {
                    guest.Migrated();
                }

                _status = written ? "completed" : "failed";
            }
        });
    }

    public void Cancel()
    {
        if (_status == "active")
        {
            _status = "cancelled";
            _stalled?.Dispose();
        }
    }

    public void In(string uri)
    {
        SafeFileHandle pipe = Take(uri);
        _status = "active";
        Background(() =>
        {
            using (pipe)
            {
                using var all = new MemoryStream();
                using (var stream = new FileStream(pipe, FileAccess.Read, 0))
                {
                    stream.CopyTo(all);
                }

                if (script.IncomingFails is { } words || !all.ToArray().AsSpan().StartsWith(Magic))
                {
                    Console.Error.WriteLine(script.IncomingFails ?? "qemu-system-x86_64: Not a migration stream");
                    exit(1);
                    return;
                }

                guest.Arrived();
                _status = "completed";
            }
        });
    }

    public void Dump(string protocol)
    {
        SafeFileHandle pipe = Take(protocol);
        _dump = "active";
        Background(() =>
        {
            using (pipe)
            {
                bool written = TryWrite(pipe, "\u007fELF"u8);
                while (written && script.DumpStalls)
                {
                    // A dump has no command that ends it: only the pipe does.
                    written = TryWrite(pipe, new byte[4096]);
                }

                _dump = written ? "completed" : "failed";
            }
        });
    }

    /// <summary>Of <c>fd:NAME</c> or <c>file:/dev/fdset/N,offset=PLACE</c>.</summary>
    private SafeFileHandle Take(string uri)
    {
        string name = uri.StartsWith("file:", StringComparison.Ordinal) ? uri[(uri.LastIndexOf('/') + 1)..uri.IndexOf(',')] : uri["fd:".Length..];
        if (!_named.Remove(name, out SafeFileHandle? found))
        {
            throw new InvalidOperationException($"No descriptor is called {uri}.");
        }

        if (script.MigrationTakesFiles && uri.StartsWith("fd:", StringComparison.Ordinal) && FileStatus.Of(found).Kind == FileKind.Regular)
        {
            throw new InvalidOperationException("fd: migration to a file is not supported. Use file: instead.");
        }

        return found;
    }

    private static bool TryWrite(SafeFileHandle pipe, ReadOnlySpan<byte> bytes)
    {
        // Like QEMU, at the position of the descriptor: a FileStream counts its own.
        while (!bytes.IsEmpty)
        {
            nint count = write((int)pipe.DangerousGetHandle(), bytes, (nuint)bytes.Length);
            if (count < 0)
            {
                return false;
            }

            bytes = bytes[(int)count..];
        }

        return true;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int descriptor, ReadOnlySpan<byte> bytes, nuint count);

    private static void Background(Action act) => new Thread(() => act()) { IsBackground = true }.Start();
}
