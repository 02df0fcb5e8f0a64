using System.Diagnostics;
using System.Text.RegularExpressions;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.ConfinedHosts;

/// <summary>
/// Confinement on a host where SELinux enforces, and nothing else does: contexts of processes and files, and that files get their own
/// again. The policy is a small one that has what sVirt needs of a distribution's.
/// </summary>
[Trait("Speed", "Slow")]
public sealed partial class SelinuxHostTests : IAsyncLifetime
{
    private const string Script = """
        mount -t selinuxfs none /sys/fs/selinux
        dd if=/policy of=/sys/fs/selinux/load bs=16M
        chcon u:r:mine_t:s0 /vm.raw; chcon u:r:secret_t:s0 /etc/shadow; chcon u:r:svirt_image_t:s0:c900,c901 /other.raw /dev/shm/of-another
        echo 1 > /sys/fs/selinux/enforce
        of() { /usr/bin/stat -c '%C %u:%g' /vm.raw /shared.raw | tr '\n' ' '; }
        begin --confinement-landlock no --confinement-mounts no
        for vm in vm second escaped; do pando define /$vm.xml; done
        echo "before: $(of)."
        pando start vm
        echo "vm-label: $(cat /proc/$(qemu)/attr/current)"
        pando dominfo vm
        pando check
        pando attach-device vm /shmem.xml --live
        echo "plugged: $(/usr/bin/stat -c %C /dev/shm/plugged)"
        pando start second
        echo "during: $(of)$(/usr/bin/stat -c %C /second.raw)."
        escape selinux
        pando destroy vm
        echo "one-left: $(of)."
        pando destroy second
        echo "after: $(of)."

        # Whatever is made here is of a type that no machine may write or read by itself.
        mkdir /kept; chcon u:r:secret_t:s0 /kept
        kept() { /usr/bin/stat -c '%C %u:%g %a' /kept/vm.save; }
        pando start vm
        pando save vm /kept/vm.save
        echo "saved: $(kept) $(of)$(qemu)."
        pando restore /kept/vm.save
        echo "restored-label: $(cat /proc/$(qemu)/attr/current)"
        echo "restored: $(kept) $(of)."
        pando managedsave vm
        echo "kept: $(of)$(qemu)."
        pando start vm
        echo "started-label: $(cat /proc/$(qemu)/attr/current)"
        echo "started: $(of)."
        pando destroy vm
        echo "given-back: $(of)."

        pando start vm; pando start second; end -9; kill -9 $(qemu)
        echo "killed: $(of)."
        begin
        echo "after-kill: $(of)."

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("pando-selinux-").FullName;
    private ConfinedHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ConfinedHost.OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Categories_keep_a_process_in_the_place_of_QEMU_from_other_machines()
    {
        string said = await _host.RunAsync(Script, "security=selinux selinux=1 enforcing=0", await FilesAsync());

        const string plain = "u:r:mine_t:s0 0:0 u:object_r:base_t:s0 0:0";
        Assert.Contains($"before: {plain} .", said, StringComparison.Ordinal);
        Assert.Matches("vm-label: u:r:svirt_t:s0:c\\d+,c\\d+", said);
        Assert.Matches("during: u:r:svirt_image_t:s0:c\\d+,c\\d+ 0:0 u:r:svirt_content_t:s0 0:0 u:r:svirt_image_t:s0:c\\d+,c\\d+\\.", said);
        string own = Assert.Single(Categories(said, "vm-label: "));
        string[] disks = Categories(said, "during: ");
        Assert.Equal(own, disks[0]);
        Assert.NotEqual(own, disks[1]);
        Assert.Matches("Confined by: .*SELinux u:r:svirt_t:s0:c", said);
        Assert.Contains("pass  SELinux: SELinux is enforcing", said, StringComparison.Ordinal);

        Assert.Matches("selinux-label: u:r:svirt_t:s0:c\\d+,c\\d+", said);
        foreach (string what in (string[])["other", "running", "memory", "shadow"])
        {
            Assert.Contains($"selinux-{what}: denied", said, StringComparison.Ordinal);
        }

        Assert.Contains("selinux-signals: none", said, StringComparison.Ordinal);
        Assert.Contains("selinux-own: mine", said, StringComparison.Ordinal);

        Assert.Contains("plugged: u:r:svirt_image_t:s0\n", said, StringComparison.Ordinal);

        // What two machines share gets its own label again when the last of them is gone.
        Assert.Contains("one-left: u:r:mine_t:s0 0:0 u:r:svirt_content_t:s0 0:0 .", said, StringComparison.Ordinal);
        Assert.Contains($"\nafter: {plain} .", said, StringComparison.Ordinal);
        // A saved machine is in nobody's reach but for the moment that QEMU writes or reads it, and the machine is confined as before.
        Assert.Contains($"saved: u:object_r:secret_t:s0 0:0 600 {plain} .", said, StringComparison.Ordinal);
        Assert.Matches("restored-label: u:r:svirt_t:s0:c\\d+,c\\d+", said);
        Assert.Matches("restored: u:object_r:secret_t:s0 0:0 600 u:r:svirt_image_t:s0:c\\d+,c\\d+ 0:0 u:r:svirt_content_t:s0 0:0 \\.", said);
        Assert.Equal(Categories(said, "restored-label: "), Categories(said, "restored: "));
        Assert.Contains($"kept: {plain} .", said, StringComparison.Ordinal);
        Assert.Equal(Categories(said, "started-label: "), Categories(said, "started: "));
        Assert.Contains($"given-back: {plain} .", said, StringComparison.Ordinal);

        Assert.Contains("killed: u:r:svirt_image_t", said, StringComparison.Ordinal);
        Assert.Contains($"after-kill: {plain} .", said, StringComparison.Ordinal);
    }

    /// <summary>All pairs of categories in the line that begins so.</summary>
    private static string[] Categories(string said, string beginning) =>
        [.. Pair().Matches(said.Split('\n').Single(line => line.StartsWith(beginning, StringComparison.Ordinal))).Select(static pair => pair.Value)];

    [GeneratedRegex("c[0-9]+,c[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Pair();

    private async Task<IReadOnlyList<GuestFile>> FilesAsync() =>
    [
        .. await DotnetInGuest.NativeAsync("/usr/bin/chcon"),
        .. await DotnetInGuest.NativeAsync("/usr/bin/stat"),
        new GuestFile("policy", await CompileAsync()),
        GuestFile.OfText("etc/selinux/config", "SELINUX=enforcing\nSELINUXTYPE=small\n"),
        GuestFile.OfText("etc/selinux/small/contexts/virtual_domain_context", "u:r:svirt_t:s0\n"),
        GuestFile.OfText("etc/selinux/small/contexts/virtual_image_context", "u:r:svirt_image_t:s0\nu:r:svirt_content_t:s0\n"),
    ];

    private async Task<string> CompileAsync()
    {
        string source = Path.Combine(_folder, "small.cil");
        string policy = Path.Combine(_folder, "policy");
        await File.WriteAllTextAsync(source, SelinuxPolicySource.Text, TestContext.Current.CancellationToken);
        // A version of the format that every kernel of today reads.
        using Process compiler = Process.Start("secilc", ["-c", "31", "-o", policy, "-f", "/dev/null", source]);
        await compiler.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Instance.Limit, TestContext.Current.CancellationToken);
        Assert.Equal(0, compiler.ExitCode);
        return policy;
    }
}
