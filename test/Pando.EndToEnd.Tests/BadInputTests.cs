using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Pando.Api.Machines;
using Pando.Api.Problems;
using Pando.Linux.Spawn;

namespace Pando.EndToEnd.Tests;

/// <summary>What is wrong is refused by name, changes nothing, and costs nobody else anything.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private Instance _pando = null!;

    public async ValueTask InitializeAsync() => _pando = await Instance.StartAsync(cancellationToken: TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _pando.DisposeAsync();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Malformed_XML_is_refused_with_its_line()
    {
        var problem = await RefusalAsync("<domain type='kvm'>\n  <name>bad</name>\n  <memory>64</vcpu>\n</domain>");
        Assert.Equal(("definition.malformed", 400, 3), (problem.Code, problem.Status, problem.Line));
    }

    [Fact]
    public async Task A_bad_value_is_refused_with_its_line_and_element()
    {
        var problem = await RefusalAsync("<domain type='kvm'>\n<name>bad</name>\n<memory unit='MiB'>64</memory>\n<vcpu>many</vcpu>\n<os><type arch='x86_64' machine='q35'>hvm</type></os>\n</domain>");
        Assert.Equal(("definition.bad-value", 4, "/domain/vcpu"), (problem.Code, problem.Line, problem.Element));
    }

    [Fact]
    public async Task An_entity_bomb_is_refused_before_it_grows()
    {
        var bomb = new StringBuilder("<!DOCTYPE domain [<!ENTITY a0 'lol'>");
        for (var level = 1; level < 20; level++)
        {
            bomb.Append(CultureInfo.InvariantCulture, $"<!ENTITY a{level} '{string.Concat(Enumerable.Repeat($"&a{level - 1};", 10))}'>");
        }
        bomb.Append("]><domain type='kvm'><name>&a19;</name></domain>");
        var problem = await RefusalAsync(bomb.ToString());
        Assert.Equal("definition.malformed", problem.Code);
    }

    [Fact]
    public async Task An_unknown_machine_type_is_refused()
    {
        var problem = await RefusalAsync(Text(Machines.Empty("odd")).Replace("'q35'", "'abacus'", StringComparison.Ordinal));
        Assert.EndsWith(".unknown-machine", problem.Code);
        Assert.Contains("abacus", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_and_a_uuid_that_are_taken_are_refused()
    {
        var first = await _pando.Client.DefineAsync(Machines.Empty("first"), Ct);
        var name = await RefusalAsync(Text(Machines.Empty("first")).Replace("</name>", $"</name><uuid>{Guid.NewGuid()}</uuid>", StringComparison.Ordinal), only: "first");
        Assert.Equal(("domain.name-taken", 409), (name.Code, name.Status));
        var uuid = await RefusalAsync(Text(Machines.Empty("second")).Replace("</name>", $"</name><uuid>{first.Id}</uuid>", StringComparison.Ordinal), only: "first");
        Assert.Equal(("domain.uuid-taken", 409), (uuid.Code, uuid.Status));
    }

    [Theory]
    [InlineData("0", "definition.bad-value")]
    [InlineData("-1", "definition.bad-value")]
    [InlineData("99999999999999999999999", "definition.bad-value")]
    public async Task Memory_that_is_none_is_refused(string memory, string code)
    {
        var problem = await RefusalAsync(Text(Machines.Empty("bad")).Replace(">64<", $">{memory}<", StringComparison.Ordinal));
        Assert.Equal((code, "/domain/memory"), (problem.Code, problem.Element));
    }

    [Fact]
    public async Task Memory_beyond_the_host_is_refused()
    {
        var problem = await RefusalAsync(Text(Machines.Empty("huge")).Replace("unit='MiB'>64<", "unit='TiB'>16<", StringComparison.Ordinal));
        Assert.Equal("domain.memory-beyond-host", problem.Code);
    }

    [Theory]
    [InlineData("<cell id='0' cpus='0-3' memory='64' unit='MiB'/>", "definition.bad-value", "/domain/cpu/numa/cell/@cpus", "0…1")]
    [InlineData("<cell id='0' cpus='0' memory='32' unit='MiB'/><cell id='1' cpus='0-1' memory='32' unit='MiB'/>", "definition.bad-value", "/domain/cpu/numa", "cell id='1' cpus='0-1'")]
    [InlineData("<cell id='0' memory='64' unit='MiB'/><cell id='5' memory='64' unit='MiB'/>", "definition.bad-value", "/domain/cpu/numa/cell[2]/@id", "0…1")]
    [InlineData("<cell id='0' cpus='0-1'/>", "definition.missing", "/domain/cpu/numa/cell/@memory", "memory")]
    public async Task NUMA_nodes_that_contradict_the_processors_are_refused_and_the_definition_stays(string cells, string code, string element, string words)
    {
        var good = Text(Machines.Empty("nodes")).Replace("<vcpu>1</vcpu>", "<vcpu>2</vcpu>", StringComparison.Ordinal);
        var defined = await _pando.Client.DefineAsync(Encoding.UTF8.GetBytes(good), Ct);
        var before = (await _pando.Client.GetXmlAsync("nodes", cancellationToken: Ct)).Xml;
        var bad = good.Replace("</name>", $"</name><uuid>{defined.Id}</uuid><cpu><numa>{cells}</numa></cpu>", StringComparison.Ordinal);
        var problem = await RefusalAsync(bad, only: "nodes");
        Assert.Equal((code, element, 400), (problem.Code, problem.Element, problem.Status));
        Assert.Contains(words, problem.Detail, StringComparison.Ordinal);
        var after = await _pando.Client.GetXmlAsync("nodes", cancellationToken: Ct);
        Assert.Equal(before, after.Xml);
        Assert.Equal(defined.Version, (await _pando.Client.GetMachineAsync("nodes", Ct)).Version);
    }

    /// <summary>As libvirt does: what the nodes have between them is the machine's memory, whatever else it says.</summary>
    [Fact]
    public async Task Memory_that_the_NUMA_nodes_do_not_add_up_to_is_theirs()
    {
        var nodes = Text(Machines.Empty("nodes")).Replace(
            "<vcpu>1</vcpu>",
            "<vcpu>2</vcpu><cpu><numa><cell id='0' cpus='0' memory='48' unit='MiB'/><cell id='1' cpus='1' memory='48' unit='MiB'/></numa></cpu>", StringComparison.Ordinal);
        var machine = await _pando.Client.DefineAsync(Encoding.UTF8.GetBytes(nodes), Ct);
        Assert.Equal(96 * 1024, machine.MemoryKiB);
        await _pando.Client.StartAsync("nodes", cancellationToken: Ct);
        Assert.Equal(96 * 1024, (await _pando.Client.GetMachineAsync("nodes", Ct)).MemoryKiB);
    }

    [Fact]
    public async Task A_dry_run_tells_and_changes_nothing()
    {
        var good = await FileAsync("good.xml", Text(Machines.Empty("dry")));
        var bad = await FileAsync("bad.xml", "<domain type='kvm'>\n<name>dry</name>\n<memory>0</memory></domain>");
        var told = await _pando.CliAsync("define", "--dry-run", good);
        Assert.Equal(0, told.ExitCode);
        Assert.Contains("<name>dry</name>", told.Output, StringComparison.Ordinal);
        var refused = await _pando.CliAsync("define", "--dry-run", bad);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("3", refused.Error, StringComparison.Ordinal);
        Assert.Contains("memory", refused.Error, StringComparison.Ordinal);
        Assert.Empty(await _pando.Client.ListMachinesAsync(cancellationToken: Ct));
    }

    [Fact]
    public async Task A_body_of_100_MB_is_refused_and_not_kept()
    {
        using var http = Http();
        var before = ResidentKiB();
        using var body = new ByteArrayContent(new byte[100_000_000]);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/xml");
        using var response = await http.PostAsync(new Uri("http://pando/api/v1/machines"), body, Ct);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.InRange(ResidentKiB() - before, long.MinValue, 40_000);
    }

    [Fact]
    public async Task A_thousand_requests_on_one_machine_are_each_accepted_or_refused_by_name()
    {
        await _pando.Client.DefineAsync(Machines.Empty("wanted"), Ct);
        await _pando.Client.DefineAsync(Machines.Empty("other"), Ct);
        var requests = Enumerable.Range(0, 1000).Select(number => OutcomeAsync(number)).ToList();
        var meanwhile = await _pando.Client.GetMachineAsync("other", Ct).WaitAsync(TimeSpan.FromSeconds(20), Ct);
        Assert.Equal("other", meanwhile.Name);
        var outcomes = await Task.WhenAll(requests).WaitAsync(TimeSpan.FromMinutes(2), Ct);
        Assert.Contains("accepted", outcomes);
        Assert.True(!outcomes.Contains("request.unexpected"), string.Join('\n', File.ReadLines(Path.Combine(_pando.Root, "log", "pandod.log")).TakeLast(40)));
        Assert.All(outcomes, outcome => Assert.True(outcome is "accepted" || outcome.StartsWith("domain.", StringComparison.Ordinal) || outcome is "request.busy" or "job.cancelled", outcome));
        var after = await _pando.Client.GetMachineAsync("wanted", Ct);
        Assert.Equal(after.State.Phase == MachinePhase.ShutOff ? 0 : 1, _pando.OtherProcesses().Count);
    }

    [Fact]
    public async Task A_subscriber_that_never_reads_holds_nobody_up()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_pando.Socket), Ct);
        await socket.SendAsync("GET /api/v1/events HTTP/1.1\r\nHost: pando\r\nAccept: text/event-stream\r\n\r\n"u8.ToArray(), Ct);
        await _pando.Client.DefineAsync(Machines.Empty("busy"), Ct);
        var before = ResidentKiB();
        for (var turn = 0; turn < 2000; turn++)
        {
            await _pando.Client.SetAutostartAsync("busy", turn % 2 == 0, Ct);
        }
        Assert.InRange(ResidentKiB() - before, long.MinValue, 60_000);
        Assert.Equal("busy", (await _pando.Client.GetMachineAsync("busy", Ct)).Name);
    }

    [Fact]
    public async Task A_corrupt_database_is_told_and_left_as_it_is()
    {
        await _pando.Client.DefineAsync(Machines.Empty("kept"), Ct);
        Assert.Equal(0, await _pando.TerminateDaemonAsync());
        var path = Path.Combine(_pando.Root, "lib", "state.db");
        var damaged = await File.ReadAllBytesAsync(path, Ct);
        damaged.AsSpan(0, Math.Min(damaged.Length, 4096)).Fill(0xaa);
        await File.WriteAllBytesAsync(path, damaged, Ct);
        var said = await Assert.ThrowsAsync<InvalidOperationException>(() => _pando.StartDaemonAsync(Ct));
        Assert.Contains("pandod ended with 4", said.Message, StringComparison.Ordinal);
        Assert.Contains(path, said.Message, StringComparison.Ordinal);
        Assert.Equal(damaged, await File.ReadAllBytesAsync(path, Ct));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task A_QEMU_that_is_stopped_keeps_no_list_waiting_and_is_said_not_to_answer()
    {
        await _pando.Client.DefineAsync(Machines.Empty("hung"), Ct);
        var hung = await _pando.Client.StartAsync("hung", cancellationToken: Ct);
        using var process = PidFd.Open(hung.Pid!.Value);
        process.Signal(19);
        await _pando.UntilAsync("hung", machine => machine.State.NotAnsweringSince is not null);
        var list = await _pando.Client.ListMachinesAsync(cancellationToken: Ct).WaitAsync(TimeSpan.FromSeconds(1), Ct);
        Assert.NotNull(Assert.Single(list).State.NotAnsweringSince);
        process.Signal(18);
        await _pando.UntilAsync("hung", machine => machine.State.NotAnsweringSince is null);
    }

    private static string Text(byte[] xml) => Encoding.UTF8.GetString(xml);

    private static async Task<Problem> ProblemAsync(Func<Task> request) =>
        (await Assert.ThrowsAsync<PandoProblemException>(request)).Problem;

    /// <summary>What a definition is refused with; nothing is defined by it.</summary>
    private async Task<Problem> RefusalAsync(string xml, params string[] only)
    {
        var problem = await ProblemAsync(() => _pando.Client.DefineAsync(Encoding.UTF8.GetBytes(xml), Ct));
        Assert.Equal(only, (await _pando.Client.ListMachinesAsync(cancellationToken: Ct)).Select(machine => machine.Name));
        return problem;
    }

    private async Task<string> OutcomeAsync(int number)
    {
        try
        {
            var request = (number % 4) switch
            {
                0 => _pando.Client.StartAsync("wanted", cancellationToken: Ct),
                1 => _pando.Client.SuspendAsync("wanted", Ct),
                2 => _pando.Client.ResumeAsync("wanted", Ct),
                _ => _pando.Client.DestroyAsync("wanted", cancellationToken: Ct),
            };
            await request;
            return "accepted";
        }
        catch (PandoProblemException refused)
        {
            return refused.Problem.Code;
        }
    }

    private async Task<string> FileAsync(string name, string text)
    {
        var path = Path.Combine(_pando.Root, name);
        await File.WriteAllTextAsync(path, text, Ct);
        return path;
    }

    private HttpClient Http() => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, token) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_pando.Socket), token);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });

    private long ResidentKiB()
    {
        var line = File.ReadLines($"/proc/{_pando.DaemonPid}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
