using System.Xml;
using System.Xml.Linq;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Libvirt;

/// <summary>What the host is and what machines can be, by Debian's virsh; beside Debian's libvirtd on the same host.</summary>
[Trait("Speed", "Slow")]
public sealed class VirshCapabilitiesTests : IAsyncLifetime
{
    private const string Xmllint = "/usr/bin/xmllint";
    private const string Schemas = "/usr/share/libvirt/schemas";
    private const string Haswell = "<cpu><arch>x86_64</arch><model>Haswell</model></cpu>";
    private const string Westmere = "<cpu><arch>x86_64</arch><model>Westmere</model><feature name='avx'/></cpu>";
    private const string Epyc = "<cpu><arch>x86_64</arch><model>EPYC</model><vendor>AMD</vendor></cpu>";

    private static readonly string[] Described =
    [
        "<cpu><arch>x86_64</arch><model>kvm64</model></cpu>",
        "<cpu match='exact'><model>kvm64</model></cpu>",
        "<cpu match='exact'><model>EPYC</model></cpu>",
        "<cpu match='exact'><model>Haswell</model></cpu>",
        "<cpu match='exact'><model>Haswell</model><vendor>Intel</vendor></cpu>",
        "<cpu match='exact'><model>EPYC</model><feature policy='disable' name='svm'/></cpu>",
        "<cpu match='strict'><model>kvm64</model></cpu>",
        "<cpu match='exact'><model>kvm64</model><feature policy='forbid' name='sse2'/></cpu>",
        "<cpu match='exact'><model>kvm64</model><feature policy='require' name='nope'/></cpu>",
        "<cpu match='exact'><model>nope</model></cpu>",
        "<cpu mode='host-passthrough'/>",
        "<cpu><topology sockets='1' cores='1' threads='1'/></cpu>",
        "<cpu><arch>aarch64</arch><model>cortex-a53</model></cpu>",
        "<domain type='kvm'><cpu match='exact'><model>core2duo</model></cpu></domain>",
    ];

    private Instance _pando = null!;
    private Virsh _virsh = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _pando = await Instance.StartAsync(cancellationToken: Ct);
        _virsh = new Virsh(_pando.Root);
    }

    public ValueTask DisposeAsync() => _pando.DisposeAsync();

    [Fact]
    public async Task The_host_is_told_as_libvirtd_tells_it()
    {
        await using var libvirtd = await StockLibvirtd.RequireAsync();
        var (ours, theirs) = (Read(await _virsh.RunAsync("capabilities")), Read(await Virsh.At(libvirtd.Socket).RunAsync("capabilities")));

        // What is free of huge pages changes, and what is not told is not compared: nothing migrates yet, labels differ.
        foreach (var path in (string[])["host/topology", "host/cache", "host/iommu", "host/power_management"])
        {
            Assert.Equal(At(theirs, path)?.ToString(), At(ours, path)?.ToString());
        }
        var (own, other) = (At(ours, "host/cpu")!, At(theirs, "host/cpu")!);
        foreach (var name in (string[])["arch", "vendor", "microcode", "signature", "topology", "maxphysaddr"])
        {
            Assert.Equal(other.Element(name)?.ToString(), own.Element(name)?.ToString());
        }
        Assert.Equal(Strings(other.Elements("pages"), "size"), Strings(own.Elements("pages"), "size"));
        // Which model is nearest is a matter of whose models they are; nothing that it lacks may be missing.
        if (own.Element("model")?.Value == other.Element("model")?.Value)
        {
            Assert.Empty(Strings(other.Elements("feature"), "name").Except(Strings(own.Elements("feature"), "name")));
        }
        var machines = theirs.Elements("guest").Single(guest => guest.Element("arch")!.Attribute("name")!.Value == "x86_64").Element("arch")!.Elements("machine")
            .Where(machine => machine.Value is "q35" or "pc" || machine.Value.StartsWith("pc-", StringComparison.Ordinal)).Select(machine => machine.ToString()).Order();
        Assert.Equal(machines, ours.Element("guest")!.Element("arch")!.Elements("machine").Select(machine => machine.ToString()).Order());
    }

    /// <summary>
    /// Two differences are allowed. Of two makers, the first told by a model's name alone, libvirtd makes one; Pando does in no order.
    /// And what a model is made of is QEMU's account here and libvirt's own list there, so that which of
    /// its features are missing is not compared, only that some are.
    /// </summary>
    [Fact]
    public async Task Processors_fit_here_as_they_do_for_libvirtd()
    {
        await using var libvirtd = await StockLibvirtd.RequireAsync();
        var stock = Virsh.At(libvirtd.Socket);
        var host = Path.Combine(libvirtd.Folder, "host.xml");
        await File.WriteAllTextAsync(host, await stock.RunAsync("capabilities"), Ct);
        foreach (var cpu in Described)
        {
            var file = Path.Combine(libvirtd.Folder, "cpu.xml");
            await File.WriteAllTextAsync(file, cpu, Ct);
            var (theirs, ours, own) = (await stock.TryAsync("cpu-compare", file), await _virsh.TryAsync("cpu-compare", file), await _pando.CliAsync("cpu-compare", file));
            Assert.True(theirs == ours, $"{cpu}: {theirs} {ours}");
            Assert.True((theirs.Status, theirs.Output) == (own.ExitCode, own.Output.Trim()), $"{cpu}: {theirs} {own}");
            var (why, ourWhy) = (await stock.TryAsync("cpu-compare", "--error", file), await _virsh.TryAsync("cpu-compare", "--error", file));
            Assert.True(why.Status == ourWhy.Status && Kind(why.Errors) == Kind(ourWhy.Errors), $"{cpu}: {why} {ourWhy}");
        }
        foreach (var cpus in (string[])["<cpu><arch>x86_64</arch><model>Haswell</model><feature name='invtsc'/></cpu>", $"{Haswell}{Westmere}", $"{Epyc}{Haswell}", "<cpu><model>EPYC</model></cpu>"])
        {
            var file = Path.Combine(libvirtd.Folder, "cpus.xml");
            await File.WriteAllTextAsync(file, cpus, Ct);
            Assert.Equal(await stock.TryAsync("cpu-baseline", file), await _virsh.TryAsync("cpu-baseline", file));
            Assert.Equal(await stock.TryAsync("cpu-baseline", "--migratable", file), await _virsh.TryAsync("cpu-baseline", "--migratable", file));
        }
        // A host that is read back is the same; what it has in common with itself is itself.
        Assert.Equal((await stock.TryAsync("cpu-compare", host)).Output, (await _virsh.TryAsync("cpu-compare", host)).Output);
        Assert.Equal(
            Strings(Read(await stock.RunAsync("cpu-baseline", host)).Elements("feature"), "name").Order(),
            Strings(Read(await _virsh.RunAsync("cpu-baseline", host)).Elements("feature"), "name").Order());
    }

    [Fact]
    public async Task What_a_machine_gets_is_identical_to_itself()
    {
        var file = Path.Combine(_pando.Root, "given.xml");
        await File.WriteAllTextAsync(file, await _virsh.RunAsync("domcapabilities", "--virttype", "qemu"), Ct);
        Assert.Contains("identical", await _virsh.RunAsync("hypervisor-cpu-compare", "--virttype", "qemu", file), StringComparison.Ordinal);
        Assert.Contains("identical", (await _pando.CliAsync("hypervisor-cpu-compare", "--virttype", "qemu", file)).Output, StringComparison.Ordinal);
        var baseline = Read(await _virsh.RunAsync("hypervisor-cpu-baseline", "--virttype", "qemu", "--model", "Haswell"));
        Assert.Equal("Haswell", baseline.Element("model")!.Value);
        // The translator has none of these.
        Assert.Subset(Strings(baseline.Elements("feature"), "name").ToHashSet(), new HashSet<string> { "hle", "rtm", "pcid" });
        Assert.Equal(baseline.ToString(), Read((await _pando.CliAsync("hypervisor-cpu-baseline", "--virttype", "qemu", "--model", "Haswell")).Output).ToString());
        Assert.Equal(2, (await _pando.CliAsync("hypervisor-cpu-baseline")).ExitCode);
        Assert.Contains("EPYC", (await _virsh.RunAsync("cpu-models", "x86_64")).Split('\n'));
        Assert.Contains("cannot find architecture nope", (await _virsh.TryAsync("cpu-models", "nope")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_firmwares_account_of_the_host_is_told_where_there_is_one()
    {
        var (status, output, errors) = await _virsh.TryAsync("sysinfo");
        if (File.Exists("/sys/firmware/dmi/tables/DMI"))
        {
            Assert.Equal("smbios", Read(output).Attribute("type")!.Value);
            return;
        }
        Assert.Equal(1, status);
        Assert.Contains("unsupported configuration: Host SMBIOS information is not available", errors, StringComparison.Ordinal);
        Assert.Equal(1, (await _pando.CliAsync("sysinfo")).ExitCode);
    }

    [Theory]
    [InlineData("capability.rng", "capabilities")]
    [InlineData("domaincaps.rng", "domcapabilities", "--virttype", "qemu")]
    [InlineData("domaincaps.rng", "domcapabilities", "--virttype", "qemu", "--machine", "pc")]
    [InlineData("domaincaps.rng", "domcapabilities")]
    [InlineData("cpu.rng", "hypervisor-cpu-baseline", "--virttype", "qemu", "--model", "Haswell")]
    public async Task What_is_told_is_valid_by_libvirts_schema(string schema, params string[] command)
    {
        Assert.SkipUnless(File.Exists(Xmllint) && Directory.Exists(Schemas), "xmllint or libvirt's schemas are not installed");
        var file = Path.Combine(_pando.Root, "told.xml");
        // The schema of a host's processor has no dot in a feature's name: libvirtd's own sse4.1 is not valid by it.
        await File.WriteAllTextAsync(file, (await _virsh.RunAsync(command)).Replace("name='sse4.", "name='sse4", StringComparison.Ordinal), Ct);

        await HostCommand.RunAsync(Xmllint, "--noout", "--relaxng", Path.Combine(Schemas, schema), file);
    }

    [Fact]
    public async Task What_QEMU_and_KVM_give_guests_is_told()
    {
        Assert.Equal("off", Read(await _virsh.RunAsync("capabilities")).Element("guest")!.Element("features")!.Element("disksnapshot")!.Attribute("default")!.Value);
        var hyperv = Read(await _virsh.RunAsync("domcapabilities", "--virttype", "qemu")).Element("features")!.Element("hyperv")!;
        Assert.Equal(["spinlocks", "vendor_id"], hyperv.Element("enum")!.Elements("value").Select(value => value.Value));
        var counter = Read(await _virsh.RunAsync("capabilities")).Element("host")!.Element("cpu")!.Element("counter");
        Assert.Equal(File.Exists("/dev/kvm"), counter is not null);
        Assert.True(counter is null || long.Parse(counter.Attribute("frequency")!.Value, System.Globalization.CultureInfo.InvariantCulture) > 100_000_000);
    }

    [Fact]
    public async Task A_machine_type_is_told_with_its_firmware_processors_and_devices()
    {
        var told = Read(await _virsh.RunAsync("domcapabilities", "--virttype", "qemu", "--machine", "q35", "--arch", "x86_64"));

        Assert.StartsWith("pc-q35-", told.Element("machine")!.Value, StringComparison.Ordinal);
        Assert.Contains(told.Element("os")!.Element("loader")!.Elements("value"), value => value.Value.Contains("OVMF_CODE", StringComparison.Ordinal));
        Assert.Contains(told.Element("cpu")!.Elements("mode"), mode => mode.Attribute("name")!.Value == "host-model" && mode.Element("model") is not null);
        Assert.Contains("virtio", Words(told, "disk", "bus"));
        Assert.DoesNotContain("ide", Words(told, "disk", "bus"));
        Assert.Contains("spice", Words(told, "graphics", "type"));
        Assert.Contains("qxl", Words(told, "video", "modelType"));
        Assert.Contains("tpm-crb", Words(told, "tpm", "model"));
        Assert.Equal(told.Element("vcpu")!.Attribute("max")!.Value, await _virsh.RunAsync("maxvcpus"));
        Assert.Equal(told.ToString(), Read((await _pando.CliAsync("domcapabilities", "--virttype", "qemu")).Output).ToString());
    }

    [Theory]
    [InlineData("--machine", "nope", "invalid argument: the machine 'nope' is not supported by emulator '/usr/bin/qemu-system-x86_64'")]
    [InlineData("--virttype", "kvm", "invalid argument: the accel 'kvm' is not supported by '/usr/bin/qemu-system-x86_64' on this host")]
    [InlineData("--virttype", "nope", "invalid argument: unknown virttype: nope")]
    [InlineData("--arch", "aarch64", "unsupported configuration: unable to find any emulator to serve 'aarch64' architecture")]
    public async Task What_there_is_not_is_refused_in_libvirts_words(string option, string value, string words)
    {
        Assert.SkipWhen(value == "kvm" && (await _pando.Client.GetHostAsync(Ct)).Accelerator == "kvm", "KVM works here.");
        var (status, _, errors) = await _virsh.TryAsync("domcapabilities", option, value);

        Assert.Equal(1, status);
        Assert.Contains(words, errors, StringComparison.Ordinal);
    }

    /// <summary>What is wrong, without the features or the names that it is about.</summary>
    private static string Kind(string errors) => errors.Contains("features:", StringComparison.Ordinal) ? errors[..(errors.IndexOf("features:", StringComparison.Ordinal) + 9)] : errors;

    /// <summary>XML that a peer wrote.</summary>
    internal static XElement Read(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, IgnoreWhitespace = true });
        return XDocument.Load(reader).Root!;
    }

    private static XElement? At(XElement root, string path) => path.Split('/').Aggregate((XElement?)root, (element, name) => element?.Element(name));

    private static string[] Strings(IEnumerable<XElement> elements, string attribute) => [.. elements.Select(element => element.Attribute(attribute)!.Value)];

    private static string[] Words(XElement told, string device, string name) =>
        [.. told.Element("devices")!.Element(device)!.Elements("enum").Single(choice => choice.Attribute("name")!.Value == name).Elements("value").Select(value => value.Value)];
}
