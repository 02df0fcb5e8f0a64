using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pando.Qmp.Tests.Verbs;

public sealed class VerbTests
{
    public static TheoryData<string> VerbNames => [.. Verbs().Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(VerbNames))]
    public void Every_verb_and_its_result_are_registered(string name)
    {
        Type verb = Verbs().Single(type => type.Name == name);
        Type result = ResultOf(verb)!;

        Assert.NotNull(QmpJson.Default.GetTypeInfo(result));
        if (!verb.BaseType!.Name.StartsWith("OpenVerb", StringComparison.Ordinal))
        {
            Assert.NotNull(QmpJson.Default.GetTypeInfo(verb));
        }
    }

    [Fact]
    public void Arguments_are_written_as_QEMU_spells_them()
    {
        Assert.Equal("{}", Written(new QueryStatus()));
        Assert.Equal("""{"id":"cd0","filename":"/dev/fdset/3","read-only-mode":"read-only"}""", Written(
            new BlockdevChangeMedium("cd0", "/dev/fdset/3", ReadOnlyMode: "read-only")));
        Assert.Equal("""{"node-name":"disk0","size":1024}""", Written(new BlockResize("disk0", 1024)));
        Assert.Equal("""{"value":4096}""", Written(new Balloon(4096)));
        Assert.Equal("""{"command-line":"info qtree"}""", Written(new HumanMonitorCommand("info qtree")));
        Assert.Equal("""{"driver":"virtio-rng-pci","id":"rng0"}""", Written(
            new DeviceAdd(new JsonObject { ["driver"] = "virtio-rng-pci", ["id"] = "rng0" })));
        Assert.Equal("""{"id":"charx","backend":{"type":"pty","data":{}}}""", Written(
            new ChardevAdd("charx", new JsonObject { ["type"] = "pty", ["data"] = new JsonObject() })));
        Assert.Equal("""{"type":"full","model":{"name":"max"}}""", Written(
            new QueryCpuModelExpansion("full", new CpuModelInfo("max"))));
    }

    [Fact]
    public void A_descriptor_is_not_an_argument()
    {
        using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(-1, ownsHandle: false);

        Assert.Equal("""{"fdset-id":2,"opaque":"disk"}""", Written(new AddFd(handle, 2, "disk")));
        Assert.Equal("""{"fdname":"tap0"}""", Written(new GetFd(handle, "tap0")));
    }

    [Fact]
    public void A_password_stays_out_of_the_text_of_its_verb()
    {
        var verb = new SetPassword("vnc", "secret");

        Assert.DoesNotContain("secret", verb.ToString(), StringComparison.Ordinal);
        Assert.Contains("secret", Written(verb), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("running", RunState.Running)]
    [InlineData("io-error", RunState.IoError)]
    [InlineData("inmigrate", RunState.Inmigrate)]
    [InlineData("finish-migrate", RunState.FinishMigrate)]
    [InlineData("guest-panicked", RunState.GuestPanicked)]
    [InlineData("save-vm", RunState.SaveVm)]
    [InlineData("dreaming", RunState.Unknown)]
    public void A_run_state_that_is_new_is_unknown_and_not_a_failure(string text, RunState expected)
    {
        JsonElement reply = JsonElement.Parse($$"""{"running": false, "status": "{{text}}"}""");

        Assert.Equal(expected, new QueryStatus().ReadResult(reply).Status);
    }

    [Fact]
    public void A_pseudo_terminal_tells_its_path()
    {
        Assert.Equal("/dev/pts/3", new CharacterDeviceInfo("serial0", "pty:/dev/pts/3", true).PtyPath);
        Assert.Null(new CharacterDeviceInfo("serial0", "unix:/x,server=on", true).PtyPath);
    }

    private static IEnumerable<Type> Verbs() =>
        typeof(QmpSession).Assembly.GetTypes().Where(type => !type.IsAbstract && ResultOf(type) is not null);

    private static Type? ResultOf(Type type)
    {
        for (Type? at = type; at is not null; at = at.BaseType)
        {
            if (at.IsGenericType && at.GetGenericTypeDefinition() == typeof(QmpVerb<>))
            {
                return at.GetGenericArguments()[0];
            }
        }

        return null;
    }

    private static string Written<TResult>(QmpVerb<TResult> verb)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            verb.WriteArguments(writer);
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
