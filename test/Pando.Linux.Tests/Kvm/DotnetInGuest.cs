using System.Diagnostics;
using System.Runtime.InteropServices;
using Pando.Testing;

namespace Pando.Linux.Tests.Kvm;

/// <summary>The .NET runtime of this process and a program, as files of a guest that has nothing but busybox.</summary>
internal static class DotnetInGuest
{
    /// <summary>Environment for the program in the guest.</summary>
    public const string Environment = "DOTNET_ROOT=/dotnet DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_EnableDiagnostics=0";

    /// <summary>The program lies in /app under its own name.</summary>
    public static async Task<IReadOnlyList<GuestFile>> FilesAsync(string program)
    {
        string runtime = RuntimeEnvironment.GetRuntimeDirectory().TrimEnd('/');
        string root = Path.GetFullPath(Path.Combine(runtime, "../../.."));
        string host = Directory.GetFiles(Path.Combine(root, "host"), "libhostfxr.so", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();
        List<GuestFile> files =
        [
            .. Directory.GetFiles(runtime).Select(file => InDotnet(root, file)),
            InDotnet(root, host),
            .. Directory.GetFiles(Path.GetDirectoryName(program)!)
                .Where(file => Path.GetFileName(file).StartsWith("Pando.", StringComparison.Ordinal) && !file.EndsWith(".pdb", StringComparison.Ordinal))
                .Select(static file => new GuestFile($"app/{Path.GetFileName(file)}", file, Executable: true)),
        ];
        IEnumerable<string> native = Directory.GetFiles(runtime, "*.so").Append(host).Append(program);
        files.AddRange((await LibrariesOfAsync(native)).Select(static library => new GuestFile(library.TrimStart('/'), library, Executable: true)));
        return files;
    }

    private static GuestFile InDotnet(string root, string file) =>
        new($"dotnet/{Path.GetRelativePath(root, file)}", file, Executable: true);

    private static async Task<IReadOnlyCollection<string>> LibrariesOfAsync(IEnumerable<string> files)
    {
        var start = new ProcessStartInfo("ldd", files) { RedirectStandardOutput = true, UseShellExecute = false };
        using Process ldd = Process.Start(start)!;
        string output = await ldd.StandardOutput.ReadToEndAsync();
        await ldd.WaitForExitAsync();
        // "libc.so.6 => /lib/…/libc.so.6 (0x…)" and "/lib64/ld-linux-x86-64.so.2 (0x…)"
        return
        [
            .. output.Split('\n')
                .Where(static line => line.StartsWith('\t'))
                .Select(static line => line[(line.IndexOf("=> ", StringComparison.Ordinal) is >= 0 and int at ? at + 3 : 1)..].Split(' ')[0])
                .Where(static path => path.StartsWith('/') && !path.Contains("/dotnet/", StringComparison.Ordinal))
                .Distinct(StringComparer.Ordinal),
        ];
    }
}
