using System.Globalization;
using System.Reflection;
using System.Resources;
using Pando.Domains.Advising;
using Pando.Domains.Advising.Profiles;
using Pando.Domains.Tests.Machines;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Advice;
using Pando.Model.Domains.Devices;
using Pando.Model.Ports;

namespace Pando.Domains.Tests.Advising;

public sealed class ChecksTests
{
    private static readonly IDefinitionCheck[] Checks =
    [
        .. typeof(IDefinitionCheck).Assembly.GetTypes().Where(static type => type.IsAssignableTo(typeof(IDefinitionCheck)) && !type.IsInterface)
            .Select(static type => (IDefinitionCheck)Activator.CreateInstance(type)!),
    ];

    private static readonly DomainDefinition Healthy = Patients.Healthy;

    /// <summary>A finding, and a machine that has just that.</summary>
    private static readonly Dictionary<string, (DomainDefinition Machine, bool Fixable)> Ill = new()
    {
        ["disk-cache-unsafe"] = (Healthy.WithDisk("vda", disk => disk with { Driver = disk.Driver with { Cache = DiskCache.Unsafe } }), true),
        ["disk-cache-host"] = (Healthy.WithDisk("vda", disk => disk with { Driver = disk.Driver with { Cache = DiskCache.WriteBack } }), true),
        ["disk-bus-emulated"] = (Healthy.WithDisk("vda", disk => disk with { Bus = DiskBus.Sata }), false),
        ["disk-discard"] = (Healthy.WithDisk("vda", disk => disk with { Driver = disk.Driver with { Discard = null } }), true),
        ["network-card-emulated"] = (Healthy.WithInterfaces(card => card with { Model = InterfaceModel.E1000 }), false),
        ["no-guest-agent"] = (Healthy.WithDevices(devices => devices with { Channels = [] }), true),
        ["no-randomness"] = (Healthy.WithDevices(devices => devices with { Rngs = [] }), true),
        ["no-free-page-reporting"] = (Healthy.WithDevices(devices => devices with { Memballoon = new MemballoonDevice() }), true),
        ["processor-model-least"] = (Healthy with { Cpu = null }, true),
        ["not-kvm"] = (Healthy with { Type = DomainType.Qemu }, true),
        ["more-processors-than-host"] = (Healthy with { Vcpus = 9 }, false),
        ["memory-nearly-all"] = (Healthy with { MemoryKiB = 15 << 20 }, false),
        ["pinned-to-nothing"] = (Healthy with { CpuSet = NumberSet.Of(1, 8) }, false),
        ["across-nodes"] = (Healthy with { CpuSet = null }, true),
        ["too-few-huge-pages"] = (Healthy with { MemoryKiB = 4 << 20, MemoryBacking = new MemoryBacking { HugePages = new HugePages([]) } }, false),
        ["screen-open"] = (Healthy.WithDevices(devices => devices with { Graphics = [new VncGraphics { AutoPort = true, Listens = [new AddressListen("0.0.0.0")] }] }), true),
    };

    public static TheoryData<string> Names => [.. Ill.Keys];

    [Fact]
    public void A_healthy_machine_has_nothing() => Assert.Empty(Examine(Patients.Of(Healthy)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_illness_is_found_alone_and_gone_when_it_is_fixed(string name)
    {
        (DomainDefinition machine, bool fixable) = Ill[name];

        Diagnosis diagnosis = Assert.Single(Examine(Patients.Of(machine)));

        Assert.Equal((name, fixable, fixable), (diagnosis.Finding.Name, diagnosis.Finding.Fixable, diagnosis.Fix is not null));
        AssertHasTexts(diagnosis.Finding);
        if (diagnosis.Fix is { } fix)
        {
            Assert.Empty(Examine(Patients.Of(fix(machine))));
        }
    }

    [Fact]
    public void A_Windows_is_looked_at_as_one()
    {
        Patient windows = Patients.Of(Healthy.WithInterfaces(static card => card with { Model = InterfaceModel.E1000E })) with { System = KnownSystems.Windows };

        Diagnosis[] diagnoses = Examine(windows);

        Assert.Equal(["windows-clock", "windows-features"], diagnoses.Select(static diagnosis => diagnosis.Finding.Name).Order(StringComparer.Ordinal));
        Assert.All(diagnoses, static diagnosis => AssertHasTexts(diagnosis.Finding));
        Assert.Empty(Examine(windows with { Definition = diagnoses.Aggregate(windows.Definition, static (machine, diagnosis) => diagnosis.Fix!(machine)) }));
    }

    [Fact]
    public void Without_KVM_that_is_all_there_is_to_say_of_the_processor() =>
        Assert.Equal("host-without-kvm", Assert.Single(Examine(Patients.Of(Healthy with { Cpu = null }, Accelerator.Tcg))).Finding.Name);

    [Fact]
    public void Both_languages_have_the_same_texts_with_the_same_facts()
    {
        var texts = new ResourceManager("Pando.Model.Domains.Texts.doctor", typeof(DoctorFinding).Assembly);
        string[] keys = [.. texts.GetResourceSet(CultureInfo.InvariantCulture, true, false)!.Cast<System.Collections.DictionaryEntry>().Select(static entry => (string)entry.Key)];
        var vietnamese = texts.GetResourceSet(CultureInfo.GetCultureInfo("vi"), true, false)!;
        Assert.Equal(keys.Order(StringComparer.Ordinal), vietnamese.Cast<System.Collections.DictionaryEntry>().Select(static entry => (string)entry.Key).Order(StringComparer.Ordinal));
        Assert.All(keys, key => Assert.Equal(Placeholders(texts.GetString(key, CultureInfo.InvariantCulture)!), Placeholders(vietnamese.GetString(key)!)));
    }

    internal static void AssertHasTexts(DoctorFinding finding)
    {
        foreach (string language in new[] { "en", "vi" })
        {
            string message = finding.Message(CultureInfo.GetCultureInfo(language)), remedy = finding.Remedy(CultureInfo.GetCultureInfo(language))!;
            Assert.NotEqual(finding.Name, message);
            Assert.DoesNotContain('{', message + remedy);
        }
    }

    private static string[] Placeholders(string text) =>
        [.. System.Text.RegularExpressions.Regex.Matches(text, "[{][a-z]+[}]", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Select(static match => match.Value).Order(StringComparer.Ordinal)];

    private static Diagnosis[] Examine(Patient patient) => [.. Checks.SelectMany(check => check.Examine(patient))];
}
