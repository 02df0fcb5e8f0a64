using System.Text;
using System.Text.Json;

namespace Pando.GuestAgent.Tests.Verbs;

public sealed class AgentVerbTests
{
    public static TheoryData<string> VerbNames => [.. Verbs().Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(VerbNames))]
    public void Every_verb_and_its_result_are_registered(string name)
    {
        var verb = Verbs().Single(type => type.Name == name);
        Assert.NotNull(AgentJson.Default.GetTypeInfo(verb));
        Assert.NotNull(AgentJson.Default.GetTypeInfo(verb.BaseType!.GetGenericArguments()[0]));
    }

    [Fact]
    public void Arguments_are_written_as_the_agent_spells_them()
    {
        Assert.Equal("{}", Written(new GuestPing()));
        Assert.Equal("""{"mode":"reboot"}""", Written(new GuestShutdown("reboot")));
        Assert.Equal(
            """{"path":"/bin/sh","arg":["-c","true"],"env":["A=b"],"input-data":"aGk=","capture-output":true}""",
            Written(new GuestExec("/bin/sh", ["-c", "true"], ["A=b"], "aGk=", true)));
        Assert.Equal("""{"minimum":4096}""", Written(new GuestFstrim(4096)));
        Assert.Equal("{}", Written(new GuestSetTime()));
        Assert.Equal("""{"time":5}""", Written(new GuestSetTime(5)));
        Assert.Equal("""{"vcpus":[{"logical-id":1,"online":false}]}""", Written(new GuestSetVcpus([new GuestVcpu(1, false)])));
        Assert.Equal("""{"username":"me","keys":["k"],"reset":true}""", Written(new GuestSshAddAuthorizedKeys("me", ["k"], true)));
    }

    [Fact]
    public void Results_are_read_as_an_agent_writes_them()
    {
        var filesystem = Assert.Single(new GuestGetFsinfo().ReadResult(JsonElement.Parse(
            """[{"name":"vda1","total-bytes":10,"mountpoint":"/","disk":[{"serial":"s","bus-type":"virtio","bus":0,"unit":0,"pci-controller":{"bus":4,"slot":0,"domain":0,"function":0},"dev":"/dev/vda1","target":0}],"used-bytes":5,"type":"ext4"}]""")));
        Assert.Equal(("/", 5L, "/dev/vda1", 4), (filesystem.Mountpoint, filesystem.UsedBytes, filesystem.Disk[0].Dev, filesystem.Disk[0].PciController.Bus));
        var card = new GuestNetworkGetInterfaces().ReadResult(JsonElement.Parse(
            """[{"name":"eth0","ip-addresses":[{"ip-address-type":"ipv4","ip-address":"10.0.2.15","prefix":24}],"hardware-address":"52:54:00:00:00:01","statistics":{"tx-packets":1}}]"""))[0];
        Assert.Equal(("52:54:00:00:00:01", "10.0.2.15", 24), (card.HardwareAddress, card.IpAddresses![0].IpAddress, card.IpAddresses[0].Prefix));
        var progress = new GuestExecStatus(1).ReadResult(JsonElement.Parse("""{"exitcode":3,"out-data":"aGk=","exited":true,"err-truncated":true}"""));
        Assert.Equal((true, 3, "aGk=", true), (progress.Exited, progress.ExitCode, progress.OutputBase64, progress.ErrorCut));
        Assert.Equal("frozen", new GuestFsfreezeStatus().ReadResult(JsonElement.Parse("\"frozen\"")));
        Assert.Equal(1.5, new GuestGetUsers().ReadResult(JsonElement.Parse("""[{"user":"me","login-time":1.5}]"""))[0].LoginTimeSeconds);
    }

    [Fact]
    public void Secrets_stay_out_of_the_text_of_their_verbs()
    {
        Assert.DoesNotContain("secret", new GuestSetUserPassword("me", "secret", false).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", new GuestExec("/bin/sh", ["secret"], ["A=secret"], "secret").ToString(), StringComparison.Ordinal);
    }

    private static string Written<T>(AgentVerb<T> verb)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            verb.WriteArguments(writer);
        }
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static IEnumerable<Type> Verbs() => typeof(AgentVerb<>).Assembly.GetTypes()
        .Where(type => type is { IsAbstract: false, BaseType.IsGenericType: true } && type.BaseType.GetGenericTypeDefinition() == typeof(AgentVerb<>));
}
