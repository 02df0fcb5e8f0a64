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
    [InlineData("attach-interface web1 user br0")]
    [InlineData("attach-interface web1 bridge")]
    [InlineData("domif-setlink web1 52:54:00:00:00:01 sideways")]
    [InlineData("change-media web1 sda")]
    [InlineData("setvcpus web1 none")]
    public async Task What_makes_no_sense_is_a_mistake_of_usage(string line) => Assert.Equal(2, (await RunAsync(line.Split(' '))).ExitCode);
}
