using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pando.Testing;

/// <summary>.NET programs, the runtime of this process and native programs, as files of a guest that has nothing but busybox.</summary>
internal static class DotnetInGuest
{
    /// <summary>Environment for the programs in the guest.</summary>
    public const string Environment = "DOTNET_ROOT=/dotnet DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "
        + "DOTNET_SYSTEM_GLOBALIZATION_PREDEFINED_CULTURES_ONLY=0 DOTNET_EnableDiagnostics=0";

    /// <summary>Everything beside the .NET program, at the place that it has on the host, and the runtimes that it may need.</summary>
    public static async Task<IReadOnlyList<GuestFile>> FilesAsync(string program)
    {
        string runtime = RuntimeEnvironment.GetRuntimeDirectory().TrimEnd('/');
        string root = Path.GetFullPath(Path.Combine(runtime, "../../.."));
        string host = Newest(Path.Combine(root, "host"), "libhostfxr.so");
        string web = Path.GetDirectoryName(Newest(Path.Combine(root, "shared", "Microsoft.AspNetCore.App"), "Microsoft.AspNetCore.dll"))!;
        string folder = Path.GetDirectoryName(program)!;
        return
        [
            .. Directory.GetFiles(runtime).Concat(Directory.GetFiles(web)).Append(host)
                .Select(file => new GuestFile($"dotnet/{Path.GetRelativePath(root, file)}", file, Executable: true)),
            .. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
                .Where(static file => Path.GetExtension(file) is not (".pdb" or ".xml"))
                .Select(InPlace),
            .. await LibrariesOfAsync([.. Directory.GetFiles(runtime, "*.so"), host, program]),
        ];
    }

    /// <summary>A native program or library, and the libraries that it is linked with, at the places that they have on the host.</summary>
    public static async Task<IReadOnlyList<GuestFile>> NativeAsync(string file) =>
        [InPlace(file), .. await LibrariesOfAsync([file])];

    /// <summary>The libraries of this machine that a program is linked with; it may find others in folders that packages are unpacked in.</summary>
    public static async Task<IReadOnlyList<GuestFile>> LibrariesAsync(string program, IReadOnlyCollection<string> packages) =>
    [
        .. (await LibrariesOfAsync([program], string.Join(':', packages.Select(static folder => Path.Combine(folder, "usr/lib/x86_64-linux-gnu")))))
            .Where(file => !packages.Any(folder => file.Source!.StartsWith(folder, StringComparison.Ordinal))),
    ];

    /// <summary>A file at the place that it has on the host.</summary>
    public static GuestFile InPlace(string file) => new(file.TrimStart('/'), file, Executable: true);

    private static string Newest(string folder, string name) =>
        Directory.GetFiles(folder, name, SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();

    private static async Task<IEnumerable<GuestFile>> LibrariesOfAsync(IEnumerable<string> files, string? more = null)
    {
        var start = new ProcessStartInfo("ldd", files) { RedirectStandardOutput = true, UseShellExecute = false };
        if (more is not null)
        {
            start.Environment["LD_LIBRARY_PATH"] = more;
        }

        using Process ldd = Process.Start(start)!;
        string output = await ldd.StandardOutput.ReadToEndAsync();
        await ldd.WaitForExitAsync();
        // "libc.so.6 => /lib/…/libc.so.6 (0x…)" and "/lib64/ld-linux-x86-64.so.2 (0x…)"
        return output.Split('\n')
            .Where(static line => line.StartsWith('\t'))
            .Select(static line => line[(line.IndexOf("=> ", StringComparison.Ordinal) is >= 0 and int at ? at + 3 : 1)..].Split(' ')[0])
            .Where(static path => path.StartsWith('/') && !path.Contains("/dotnet/", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .Select(InPlace);
    }
}
