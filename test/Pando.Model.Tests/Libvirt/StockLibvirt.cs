using System.Diagnostics;

namespace Pando.Model.Tests.Libvirt;

/// <summary>
/// The distribution's own libvirt, as a peer to compare with: its QEMU driver inside virsh (qemu:///embed), with a
/// root directory of its own, so that nothing of the host is touched and no daemon is needed.
/// </summary>
public sealed class StockLibvirt : IAsyncLifetime
{
    /// <summary>A line of passwd(5); as one of group(5) the rest of it is the members.</summary>
    private const string LibvirtUser = "libvirt-qemu:x:64055:64055::/:/bin/false";
    private const string Virsh = "/usr/bin/virsh";
    private const string Driver = "libvirt/connection-driver/libvirt_driver_qemu.so";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("pando-libvirt-");

    /// <summary>What libvirt made of each example, by name; an example it refused is not there.</summary>
    public IReadOnlyDictionary<string, string> Defined { get; private set; } = new Dictionary<string, string>();

    /// <summary>What libvirt made of what each example became here, checked against its own schema.</summary>
    public IReadOnlyDictionary<string, string> Redefined { get; private set; } = new Dictionary<string, string>();

    /// <summary>What virsh complained about.</summary>
    public string Complaints { get; private set; } = "";

    /// <summary>Whether the peer is installed.</summary>
    public static bool IsInstalled => File.Exists(Virsh)
        && Directory.EnumerateDirectories("/usr/lib").Prepend("/usr/lib").Any(folder => File.Exists(Path.Combine(folder, Driver)));

    public async ValueTask InitializeAsync()
    {
        if (!IsInstalled)
        {
            return;
        }
        Defined = await DefineAsync(name => $"define {Path.Combine(ExampleDefinitions.Folder, name + ".xml")}");
        Redefined = await DefineAsync(name => $"define --validate {ExampleDefinitions.GoldenPath(name)}");
    }

    private async Task<IReadOnlyDictionary<string, string>> DefineAsync(Func<string, string> define)
    {
        var commands = string.Concat(ExampleDefinitions.Names()
            .Select(name => $"{define(name)}; dumpxml {name} --inactive --security-info; undefine --nvram {name}; "));
        var (output, complaints) = await RunAsync(commands);
        Complaints += complaints;
        return output.Split("</domain>", StringSplitOptions.TrimEntries)
            .Where(part => part.Contains("<domain", StringComparison.Ordinal))
            .Select(part => part[part.IndexOf("<domain", StringComparison.Ordinal)..] + "</domain>")
            .ToDictionary(xml => Pando.Model.Xml.HostileXml.Read(xml).Element("name")!.Value);
    }

    public ValueTask DisposeAsync()
    {
        _root.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<(string Output, string Complaints)> RunAsync(string commands)
    {
        var empty = Path.Combine(_root.FullName, "no-kvm");
        await File.WriteAllTextAsync(empty, "");
        var start = new ProcessStartInfo("unshare") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])
        [
            .. Environment.UserName == "root" ? [] : (string[])["--map-root-user"], "--mount", "/bin/sh", "-c",
            // Without a /dev/kvm that only looks usable: libvirt would ask QEMU about it anew for every definition.
            """
            if [ -e /dev/kvm ]; then mount --bind "$1" /dev/kvm && mount -o remount,ro,bind /dev/kvm || exit 1; fi
            # The user that libvirt runs QEMU as must have a name; the package that makes it would bring a daemon with it.
            for file in passwd group; do
              grep -q ^libvirt-qemu: /etc/$file && continue
              { cat /etc/$file; echo "$3"; } > "$1.$file" && mount --bind "$1.$file" /etc/$file || exit 1
            done
            exec virsh -q -c "qemu:///embed?root=$0" "$2"
            """,
            Path.Combine(_root.FullName, "root"), empty, commands, LibvirtUser,
        ])
        {
            start.ArgumentList.Add(argument);
        }
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var complaints = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (await output, await complaints);
        }
        catch (OperationCanceledException late)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"virsh did not answer within {Limit}.", late);
        }
    }
}
