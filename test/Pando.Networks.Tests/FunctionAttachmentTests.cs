using System.Globalization;
using Pando.Linux;
using Pando.Linux.Networking;
using Pando.Model;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Networks;
using Pando.Model.Ports;
using Pando.Model.Xml.Networks;
using Pando.Networks.Attachments;
using Pando.Networks.Functions;
using Pando.TestNamespaces;

namespace Pando.Networks.Tests;

/// <summary>Virtual functions given by a network: what the kernel shows is a tree that the test has made, what the card keeps is remembered.</summary>
public sealed class FunctionAttachmentTests : IDisposable
{
    private const string Pool = "<network><name>pool</name><forward mode='hostdev' managed='yes'><pf dev='eth0'/></forward><portgroup name='red'><vlan><tag id='42'/></vlan></portgroup></network>";
    private const long First = 0x020000000001;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("pando-functions-");
    private readonly KeptByCards _kept = new();

    public FunctionAttachmentTests()
    {
        Card("eth0", total: 4);
        Function("eth0", 0, "0000:01:10.0", "vf0");
        Function("eth0", 1, "0000:01:10.2", "vf1");
        Card("eth9", total: null);
    }

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task Machines_get_functions_that_are_free_with_their_address_and_their_VLAN_until_none_is_left()
    {
        List<AttachmentRecord> noted = [];
        var first = await AttachAsync("one", 1, "red", noted.Add);
        var second = await AttachAsync("two", 2);

        var source = Assert.IsType<HostCardSource>(first.Interface.Source);
        Assert.Equal(("0000:01:10.0", true, HostPciDriver.Vfio), (source.Address.ToString(), source.Managed, source.Driver));
        // What the machine asks for is still known: the network, and its class of interfaces.
        Assert.Equal(new VirtualNetworkSource("pool", "red"), source.Network);
        Assert.Equal("0000:01:10.2", ((HostCardSource)second.Interface.Source).Address.ToString());
        Assert.Equal(new FunctionSettings(Mac(1).Value, 42), _kept.Of["eth0 0"]);
        Assert.Equal(new FunctionSettings(Mac(2).Value, 0), _kept.Of["eth0 1"]);
        Assert.Equal(first.Record, Assert.Single(noted));

        var refusal = await Assert.ThrowsAsync<CallerException>(() => AttachAsync("three", 3));
        Assert.Equal(ErrorCodes.Network.NoFreeFunction, refusal.Code);
        Assert.Contains("none of the 2 virtual functions of network pool is free", refusal.Message, StringComparison.Ordinal);

        await ReleaseAsync(first.Record!);
        Assert.Equal(new FunctionSettings(First, 7), _kept.Of["eth0 0"]);
        Assert.Equal("0000:01:10.0", ((HostCardSource)(await AttachAsync("three", 3)).Interface.Source).Address.ToString());
    }

    [Fact]
    public async Task What_is_in_force_is_read_again_by_a_later_daemon_and_asks_the_network_at_the_next_start()
    {
        var machine = Model.Xml.DomainXml.Read("<domain type='kvm'><name>a</name><memory>1</memory><os><type>hvm</type></os></domain>");
        var given = (await AttachAsync("one", 1, "red")).Interface;
        var live = machine with { Devices = machine.Devices with { Interfaces = [given] } };
        var read = Model.Xml.DomainXml.Read(Model.Xml.DomainXml.Write(live, new Model.Xml.DomainXmlOptions { Live = true })).Devices.Interfaces[0];

        Assert.Equal(given.Source, read.Source);
        var again = await Attachments().AttachAsync(new AttachmentRequest("one", read, null), _ => ValueTask.CompletedTask, Ct);
        Assert.Equal("0000:01:10.2", ((HostCardSource)again!.Interface.Source).Address.ToString());
    }

    [Fact]
    public async Task What_is_released_twice_or_was_never_made_changes_nothing()
    {
        var first = await AttachAsync("one", 1);
        await ReleaseAsync(first.Record!);
        await AttachAsync("two", 2);
        await ReleaseAsync(first.Record!);

        Assert.Equal(Mac(2).Value, _kept.Of["eth0 0"].Mac);
        Assert.Equal("two", Assert.Single(PoolUse.Of(NetworkXml.Read(Pool), Paths, Host).Functions, static one => one.Machine is not null).Machine);
    }

    [Fact]
    public async Task A_card_that_does_not_forget_an_address_is_told_one_of_nobody()
    {
        _kept.Of["eth0 0"] = new FunctionSettings(0, 0);
        _kept.RefusesNoAddress = true;
        var first = await AttachAsync("one", 1);
        await ReleaseAsync(first.Record!);

        Assert.Equal(new FunctionSettings(0x020000000000, 0), _kept.Of["eth0 0"]);
        Assert.Empty(HeldFunctionFile.All(Paths));
    }

    [Fact]
    public async Task A_card_that_refuses_leaves_the_function_free()
    {
        _kept.RefusesAll = true;
        var refusal = await Assert.ThrowsAsync<MachineryException>(() => AttachAsync("one", 1));

        Assert.Equal(ErrorCodes.Network.Refused, refusal.Code);
        Assert.Empty(HeldFunctionFile.All(Paths));
    }

    [Fact]
    public async Task What_the_host_uses_itself_is_not_given()
    {
        File.WriteAllText(At("bus/pci/devices/0000:01:10.0/net/vf0/operstate"), "up\n");

        Assert.Equal("0000:01:10.2", ((HostCardSource)(await AttachAsync("one", 1)).Interface.Source).Address.ToString());
    }

    [Fact]
    public async Task A_later_daemon_knows_what_machines_have_and_gives_it_back()
    {
        var first = await AttachAsync("one", 1);
        var read = System.Text.Json.JsonSerializer.Deserialize<AttachmentRecord>(System.Text.Json.JsonSerializer.Serialize(first.Record))!;

        Assert.Equal("0000:01:10.2", ((HostCardSource)(await AttachAsync("two", 2)).Interface.Source).Address.ToString());
        await ReleaseAsync(read);
        Assert.Equal(new FunctionSettings(First, 7), _kept.Of["eth0 0"]);
    }

    [Fact]
    public async Task A_machine_that_names_a_function_itself_gets_it_set_up_or_hears_who_has_it()
    {
        var card = Interface(5) with { Source = new HostCardSource(new PciAddress(1, 16, 2), Managed: true), Vlan = new VlanTags(false, [new VlanTag(9)]) };
        var opened = await Attachments().AttachAsync(new AttachmentRequest("own", card, null), _ => ValueTask.CompletedTask, Ct);

        Assert.Equal(card.Source, opened!.Interface.Source);
        Assert.Equal(new FunctionSettings(Mac(5).Value, 9), _kept.Of["eth0 1"]);
        var refusal = await Assert.ThrowsAsync<CallerException>(async () => await Attachments().AttachAsync(new AttachmentRequest("two", card with { Mac = Mac(6) }, null), _ => ValueTask.CompletedTask, Ct));
        Assert.Equal(ErrorCodes.Network.FunctionTaken, refusal.Code);
        Assert.Contains("machine own has the virtual function 0000:01:10.2", refusal.Message, StringComparison.Ordinal);
        // A whole card has nobody that could set it up.
        var whole = card with { Source = new HostCardSource(new PciAddress(7, 0)) };
        Assert.Equal(ErrorCodes.Network.CannotAttach, (await Assert.ThrowsAsync<CallerException>(async () => await Attachments().AttachAsync(new AttachmentRequest("own", whole, null), _ => ValueTask.CompletedTask, Ct))).Code);
        Assert.Null(await Attachments().AttachAsync(new AttachmentRequest("own", whole with { Vlan = null }, null), _ => ValueTask.CompletedTask, Ct));
    }

    [Theory]
    [InlineData("<vlan trunk='yes'><tag id='1'/><tag id='2'/></vlan>")]
    [InlineData("<mtu size='9000'/>")]
    [InlineData("<port isolated='yes'/>")]
    [InlineData("<filterref filter='clean-traffic'/>")]
    [InlineData("<bandwidth><inbound average='1'/></bandwidth>")]
    public async Task What_a_function_cannot_do_is_refused(string element)
    {
        var card = Model.Xml.DomainXml.Read($"<domain type='kvm'><name>a</name><memory>1</memory><os><type>hvm</type></os><devices><interface type='network'><source network='pool'/>{element}</interface></devices></domain>")
            .Devices.Interfaces[0] with
        { Mac = Mac(1), Alias = new DeviceAlias("net0") };
        var refusal = await Assert.ThrowsAsync<CallerException>(async () => await Attachments().AttachAsync(new AttachmentRequest("one", card, null), _ => ValueTask.CompletedTask, Ct));

        Assert.Equal(ErrorCodes.Network.CannotAttach, refusal.Code);
        Assert.Empty(HeldFunctionFile.All(Paths));
    }

    [Theory]
    [InlineData("<pf dev='eth9'/>", "network.no-sriov")]
    [InlineData("<pf dev='eth1'/>", "network.functions-off")]
    [InlineData("<address type='pci' domain='0' bus='7' slot='0' function='0'/>", "network.not-a-function")]
    [InlineData("<interface dev='eth0'/>", "network.not-a-function")]
    [InlineData("<driver name='kvm'/><pf dev='eth0'/>", "network.cannot-start")]
    public void A_network_whose_functions_are_not_there_does_not_start(string pool, string code)
    {
        Card("eth1", total: 8);
        var network = NetworkXml.Read($"<network><name>pool</name><forward mode='hostdev'>{pool}</forward></network>");

        Assert.Equal(code, Assert.Throws<CallerException>(() => FunctionPool.Require(network, Host)).Code.ToString());
    }

    [Fact]
    public async Task A_pool_by_devices_of_the_host_is_in_force_by_places_and_its_XML_counts_who_is_connected()
    {
        var network = FunctionPool.ByPlace(NetworkXml.Read("<network><name>pool</name><forward mode='hostdev'><interface dev='vf1'/><interface dev='vf0'/></forward></network>"), Host);
        Assert.Equal(["0000:01:10.2", "0000:01:10.0"], network.Forward!.Functions.Items.Select(static one => one.ToString()));
        // The guest has it: the host has no such device any more.
        Directory.Delete(At("class/net/vf1"), recursive: true);

        await AttachAsync("one", 1, network: network);
        var text = NetworkXml.Write(network, PoolUse.Of(network, Paths, Host).Connections);
        Assert.Contains("<network connections='1'>", text, StringComparison.Ordinal);
        Assert.Contains("<address type='pci' domain='0x0000' bus='0x01' slot='0x10' function='0x2' connections='1'/>", text, StringComparison.Ordinal);
        Assert.Contains("function='0x0'/>", text, StringComparison.Ordinal);
        Assert.Equal(NetworkXml.Write(network), NetworkXml.Write(NetworkXml.Read(text)));
    }

    [Fact]
    public void The_kernel_reads_what_it_is_told_of_a_function()
    {
        OwnNetwork.Require();
        OwnNetwork.Run(() =>
        {
            using var links = NetworkLinks.Open();
            var card = links.Make("card0", "veth");
            // What is not in the kernel's form is EINVAL, before it looks for a card that could do it.
            Assert.Equal(Errno.EOPNOTSUPP, Assert.Throws<SyscallException>(() => links.ChangeFunction(card, 0, new FunctionSettings(First, 3))).Errno);
            Assert.Null(links.ReadFunction(card, 0));
        });
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private InstancePaths Paths => InstancePaths.Under(Path.Combine(_root.FullName, "instance"));

    private HostFunctions Host => new(Path.Combine(_root.FullName, "sys"));

    private static MacAddress Mac(int number) => MacAddress.WithQemuPrefix(number);

    private static InterfaceDevice Interface(int number) => new() { Source = new VirtualNetworkSource("pool"), Mac = Mac(number), Model = InterfaceModel.Virtio, Alias = new DeviceAlias("net0") };

    private HostNetworkAttachments Attachments(NetworkDefinition? network = null)
    {
        var known = new KnownNetworks(KnownNetworks.Active(network is null ? Pool : NetworkXml.Write(network)));
        var services = KnownNetworks.Services(Path.Combine(_root.FullName, "instance"));
        return new HostNetworkAttachments(known, new Pando.Networks.Filters.NetworkFilterRegistry(services, known), services) { Functions = new FunctionAttachment(Paths, Host, _kept) };
    }

    private async Task<OpenedInterface> AttachAsync(string machine, int number, string? group = null, Action<AttachmentRecord>? note = null, NetworkDefinition? network = null) =>
        (await Attachments(network).AttachAsync(new AttachmentRequest(machine, Interface(number) with { Source = new VirtualNetworkSource("pool", group) }, null), record =>
        {
            note?.Invoke(record);
            return ValueTask.CompletedTask;
        }, Ct))!;

    private Task ReleaseAsync(AttachmentRecord record) => Attachments().ReleaseAsync(record, Ct).AsTask();

    private string At(string path) => Path.Combine(_root.FullName, "sys", path);

    private void Card(string name, int? total)
    {
        var folder = $"devices/{name}";
        Directory.CreateDirectory(At(folder));
        Directory.CreateDirectory(At($"class/net/{name}"));
        File.CreateSymbolicLink(At($"class/net/{name}/device"), At(folder));
        if (total is { } count)
        {
            File.WriteAllText(At($"{folder}/sriov_totalvfs"), count.ToString(CultureInfo.InvariantCulture));
        }
    }

    private void Function(string card, int number, string place, string device)
    {
        Directory.CreateDirectory(At($"bus/pci/devices/{place}/net/{device}"));
        File.WriteAllText(At($"bus/pci/devices/{place}/net/{device}/operstate"), "down\n");
        Directory.CreateDirectory(At($"class/net/{device}"));
        File.CreateSymbolicLink(At($"class/net/{device}/device"), At($"bus/pci/devices/{place}"));
        File.CreateSymbolicLink(At($"devices/{card}/virtfn{number}"), $"../{place}");
        File.CreateSymbolicLink(At($"bus/pci/devices/{place}/physfn"), At($"devices/{card}"));
        Directory.CreateDirectory(At($"devices/{card}/net/{card}"));
        _kept.Of[$"{card} {number}"] = new FunctionSettings(First + number, 7 * (1 - number));
    }

    private sealed class KeptByCards : IFunctionSettings
    {
        public Dictionary<string, FunctionSettings> Of { get; } = [];

        public bool RefusesNoAddress { get; set; }

        public bool RefusesAll { get; set; }

        public FunctionSettings? Read(string card, int number) => Of.GetValueOrDefault($"{card} {number}");

        public void Set(string card, int number, FunctionSettings settings)
        {
            if (RefusesAll || (RefusesNoAddress && settings.Mac == 0))
            {
                throw new SyscallException("rtnetlink", Errno.EINVAL, card);
            }
            Of[$"{card} {number}"] = settings;
        }
    }
}
