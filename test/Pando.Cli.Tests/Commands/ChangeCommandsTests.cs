using Microsoft.AspNetCore.Http;
using Pando.Api.Machines;
using Pando.Cli.Tests.Harness;

namespace Pando.Cli.Tests.Commands;

/// <summary>Devices, memory and processors in virsh's words.</summary>
public sealed class ChangeCommandsTests : CliTest
{
    [Theory]
    [InlineData("", "")]
    [InlineData("--current", "")]
    [InlineData("--live", "?scope=live")]
    [InlineData("--config", "?scope=config")]
    [InlineData("--live --config", "?scope=live%2Cconfig")]
    [InlineData("--persistent", "?scope=live%2Cconfig")]
    public async Task A_scope_is_said_in_virshs_words(string options, string query)
    {
        Pandod.On("GET", "/api/v1/machines/web1", Samples.Machine("web1"));
        Pandod.On("PUT", "/api/v1/machines/web1/vcpus", Samples.Machine("web1"));
        var run = await RunAsync(["setvcpus", "web1", "2", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal((0, "Machine 'web1': 2 virtual CPUs.\n"), (run.ExitCode, run.Out));
        Assert.Equal("PUT /api/v1/machines/web1/vcpus" + query, Last.ToString());
    }

    [Theory]
    [InlineData("setvcpu web1 2-3 --enable", "/vcpus/switches", "{\"vcpus\":\"2-3\",\"enabled\":true}", "Machine 'web1': virtual CPUs 2-3 are there.")]
    [InlineData("setvcpu web1 3 --disable", "/vcpus/switches", "{\"vcpus\":\"3\",\"enabled\":false}", "Machine 'web1': virtual CPUs 3 are not there.")]
    [InlineData("iothreadset web1 1 --poll-max-ns 0 --thread-pool-max 8", "/iothreads/1", "{\"pollMaxNs\":0,\"threadPoolMax\":8}", "Machine 'web1': I/O thread 1 changed.")]
    public async Task Single_processors_and_threads_are_changed(string line, string target, string sent, string said)
    {
        Pandod.On("PUT", $"/api/v1/machines/web1{target}", Samples.Machine("web1"));
        var run = await RunAsync(line.Split(' '));
        Assert.Equal((0, said + "\n", sent), (run.ExitCode, run.Out, Last.Text));
    }

    [Theory]
    [InlineData("setvcpu web1 2")]
    [InlineData("setvcpu web1 2 --enable --disable")]
    [InlineData("iothreadset web1 1")]
    [InlineData("iothreadset web1 x --poll-max-ns 1")]
    [InlineData("iothreadset web1 1 --poll-max-ns -1")]
    public async Task A_change_of_nothing_or_of_two_things_is_a_mistake(string line) => Assert.Equal(2, (await RunAsync(line.Split(' '))).ExitCode);

    [Fact]
    public async Task Current_stands_alone() => Assert.Equal(2, (await RunAsync("setvcpus", "web1", "2", "--current", "--live")).ExitCode);

    [Theory]
    [InlineData("setmem web1 2G", "memory", "Machine 'web1': 2 GiB of memory; a running guest comes to it in its own time.")]
    [InlineData("setmem web1 1048576", "memory", "Machine 'web1': 1 GiB of memory; a running guest comes to it in its own time.")]
    [InlineData("setmaxmem web1 4G", "memory", "Machine 'web1' can have 4 GiB of memory from its next start on.")]
    public async Task Memory_is_a_size_and_a_bare_number_counts_KiB(string line, string target, string said)
    {
        Pandod.On("PUT", $"/api/v1/machines/web1/{target}", Samples.Machine("web1"));
        var run = await RunAsync(line.Split(' '));
        Assert.Equal((0, said + "\n"), (run.ExitCode, run.Out));
    }

    [Fact]
    public async Task A_disk_is_attached_without_writing_XML()
    {
        Pandod.On("POST", "/api/v1/machines/web1/devices", Samples.Machine("web1"));
        var run = await RunAsync("attach-disk", "web1", "/srv/data.qcow2", "vdb", "--subdriver", "qcow2", "--live");
        Assert.Equal((0, "Machine 'web1' has vdb now.\n"), (run.ExitCode, run.Out));
        Assert.Equal("POST /api/v1/machines/web1/devices?scope=live", Last.ToString());
    }

    [Theory]
    [InlineData("schedinfo web1 --set cpu_shares=2048 --set vcpu_quota=-1", "{\"cpuShares\":2048,\"vcpuQuota\":-1}")]
    [InlineData("memtune web1 --hard-limit 1G --soft-limit -1", "{\"hardLimitKiB\":1048576,\"softLimitKiB\":-1}")]
    [InlineData("blkiotune web1 --weight 500 --device-read-iops-sec /dev/sda,100,/dev/sdb,0", "{\"blockIoWeight\":500,\"blockIoDevices\":[{\"path\":\"/dev/sda\",\"readsPerSecond\":100},{\"path\":\"/dev/sdb\",\"readsPerSecond\":0}]}")]
    [InlineData("numatune web1 --nodeset 0-1", "{\"numaNodes\":\"0-1\"}")]
    [InlineData("vcpupin web1 1 0-1", "{\"vcpuPins\":[{\"thread\":1,\"cpus\":\"0-1\"}]}")]
    [InlineData("vcpupin web1 1 r", "{\"vcpuPins\":[{\"thread\":1,\"cpus\":\"all\"}]}")]
    [InlineData("emulatorpin web1 0", "{\"emulatorPin\":\"0\"}")]
    [InlineData("iothreadpin web1 2 3", "{\"ioThreadPins\":[{\"thread\":2,\"cpus\":\"3\"}]}")]
    public async Task Resources_are_changed_in_virshs_words(string line, string sent)
    {
        Pandod.On("PUT", "/api/v1/machines/web1/resources", Samples.Machine("web1"));
        var run = await RunAsync([.. line.Split(' '), "--live"]);
        Assert.Equal((0, "The resources of machine 'web1' are changed.\n"), (run.ExitCode, run.Out));
        Assert.Equal("PUT /api/v1/machines/web1/resources?scope=live", Last.ToString());
        Assert.Equal(sent, System.Text.Encoding.UTF8.GetString(Last.Body));
    }

    [Theory]
    [InlineData("memtune web1", "hard_limit:       1048576\nsoft_limit:       unlimited\nswap_hard_limit:  unlimited\n")]
    [InlineData("schedinfo web1", "cpu_shares:  2048\n")]
    public async Task Resources_are_shown(string line, string shown)
    {
        Pandod.On("GET", "/api/v1/machines/web1/resources", new MachineResources { CpuShares = 2048, HardLimitKiB = 1 << 20 });
        Assert.Equal(shown, (await RunAsync(line.Split(' '))).Out);
    }

    [Theory]
    [InlineData("vcpupin web1", "Thread  CPU affinity\n0       0-1\n1       all\n")]
    [InlineData("vcpupin web1 1", "Thread  CPU affinity\n1       all\n")]
    [InlineData("emulatorpin web1", "Thread  CPU affinity\n*       0\n")]
    [InlineData("vcpuinfo web1", "VCPU  CPU  State    CPU time  CPU affinity\n0     1    running  2.5 s     0-1\n1     -    running  -         all\n")]
    public async Task Threads_are_shown(string line, string shown)
    {
        Pandod.On("GET", "/api/v1/machines/web1", Samples.Machine("web1"));
        Pandod.On("GET", "/api/v1/machines/web1/threads", new MachineThreads
        {
            Vcpus = [new MachineThread { Number = 0, Cpus = "0-1", Cpu = 1, TimeNanoseconds = 2_500_000_000 }, new MachineThread { Number = 1 }],
            IoThreads = [],
            EmulatorCpus = "0",
        });
        Assert.Equal(shown, (await RunAsync(line.Split(' '))).Out);
    }

    [Fact]
    public async Task Limits_of_a_disk_are_merged_into_those_that_it_has()
    {
        const string disk = "<disk type='file' device='disk'><source file='/d'/><target dev='vda'/><iotune><total_iops_sec>5</total_iops_sec><read_bytes_sec>7</read_bytes_sec></iotune></disk>";
        Pandod.On("GET", "/api/v1/machines/web1/xml", context => Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, $"<domain><devices>{disk}</devices></domain>"));
        Pandod.On("PUT", "/api/v1/machines/web1/devices", Samples.Machine("web1"));
        Assert.Contains("total_iops_sec:              5\n", (await RunAsync("blkdeviotune", "web1", "vda")).Out, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("blkdeviotune", "web1", "vda", "--total-iops-sec", "0", "--write-bytes-sec", "9")).ExitCode);
        var sent = System.Text.Encoding.UTF8.GetString(Last.Body);
        Assert.DoesNotContain("total_iops_sec", sent, StringComparison.Ordinal);
        Assert.Contains("<read_bytes_sec>7</read_bytes_sec>", sent, StringComparison.Ordinal);
        Assert.Contains("<write_bytes_sec>9</write_bytes_sec>", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_speed_of_a_card_is_shown_and_changed_as_virsh_does()
    {
        const string target = "/api/v1/machines/web1/interfaces/vnet0/bandwidth";
        Pandod.On("GET", target, new InterfaceSpeeds { Inbound = new InterfaceSpeed { AverageKiB = 1000, PeakKiB = 5000, FloorKiB = 7 } });
        Pandod.On("PUT", target, Samples.Machine("web1"));
        var shown = (await RunAsync("domiftune", "web1", "vnet0")).Out;
        Assert.Matches("(?m)^inbound.average: +1000$", shown);
        Assert.Matches("(?m)^inbound.floor: +7$", shown);
        Assert.Matches("(?m)^outbound.average: +0$", shown);

        Assert.Equal(0, (await RunAsync("domiftune", "web1", "vnet0", "--inbound", "10,,30", "--outbound", "0", "--live", "--config")).ExitCode);
        Assert.Equal(("PUT " + target + "?scope=live%2Cconfig", """{"inbound":{"averageKiB":10,"burstKiB":30},"outbound":{"averageKiB":0}}"""), (Last.ToString(), Last.Text));
    }

    [Theory]
    [InlineData("change-media web1 sda /b.iso", "PUT", "devices")]
    [InlineData("detach-disk web1 sda", "POST", "detach-device")]
    public async Task What_is_made_of_a_definition_that_was_read_holds_for_no_other(string line, string method, string target)
    {
        Pandod.On("GET", "/api/v1/machines/web1/xml", context =>
        {
            context.Response.Headers.ETag = "\"7\"";
            return context.Response.WriteAsync("<domain><devices><disk type='file' device='cdrom'><source file='/a.iso'/><target dev='sda' bus='sata'/></disk></devices></domain>");
        });
        Pandod.On(method, $"/api/v1/machines/web1/{target}", Samples.Machine("web1"));

        var run = await RunAsync(line.Split(' '));

        Assert.Equal((0, "\"7\""), (run.ExitCode, Last.Headers["If-Match"]));
    }

    [Theory]
    [InlineData("attach-interface web1 user br0")]
    [InlineData("attach-interface web1 bridge")]
    [InlineData("domif-setlink web1 52:54:00:00:00:01 sideways")]
    [InlineData("change-media web1 sda")]
    [InlineData("setvcpus web1 none")]
    [InlineData("schedinfo web1 --set cpu_shares")]
    [InlineData("schedinfo web1 --set color=3")]
    [InlineData("blkiotune web1 --device-weights /dev/sda")]
    [InlineData("vcpupin web1 first 0")]
    [InlineData("blkdeviotune web1 vda --total-iops-sec -5")]
    [InlineData("domiftune web1 vnet0 --inbound -5")]
    [InlineData("domiftune web1 vnet0 --inbound 99999999999")]
    [InlineData("domiftune web1 vnet0 --inbound 1,2,3,4,5")]
    [InlineData("domiftune web1 vnet0 --outbound 1,2,3,4")]
    [InlineData("domiftune web1 vnet0 --outbound fast")]
    public async Task What_makes_no_sense_is_a_mistake_of_usage(string line) => Assert.Equal(2, (await RunAsync(line.Split(' '))).ExitCode);
}
