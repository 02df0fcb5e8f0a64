using Pando.Api.Trash;
using Pando.Api.Versions;
using Pando.Cli.Tests.Harness;

namespace Pando.Cli.Tests.Commands;

public sealed class HistoryCommandsTests : CliTest
{
    private static readonly TrashItem Item = new()
    {
        Id = "t1",
        Kind = "machine",
        Name = "web1",
        SubjectId = Samples.Uuid(1),
        TrashedAt = Samples.Morning,
        By = "root",
        Bytes = 1L << 30,
        Files = [new TrashedFile { Path = "/images/web1.qcow2", Bytes = 1L << 30 }],
    };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Pandod.On<IReadOnlyList<DefinitionVersion>>("GET", "/api/v1/machines/web1/versions",
            [
                new DefinitionVersion { Number = 2, At = Samples.Morning.AddHours(1), By = "an", Change = "edit", Reason = "thêm đĩa", Current = true },
                new DefinitionVersion { Number = 1, At = Samples.Morning, By = "root", Change = "define", Current = false },
            ])
            .On("GET", "/api/v1/machines/web1/versions/1", new DefinitionVersion { Number = 1, At = Samples.Morning, By = "root", Change = "define", Current = false, Xml = "<domain/>\n" })
            .On("GET", "/api/v1/machines/web1", Samples.Machine("web1"))
            .On("GET", "/api/v1/machines/web1/versions/1/diff/3", new DefinitionDiff { From = 1, To = 3, Text = "--- 1\n+++ 3\n@@ -1 +1 @@\n-<a/>\n+<b/>\n" })
            .On("POST", "/api/v1/machines/web1/versions/1/revert", Samples.Machine("web1"))
            .On<IReadOnlyList<TrashItem>>("GET", "/api/v1/trash", [Item])
            .On("POST", "/api/v1/trash/web1/restore", Samples.Machine("web2"))
            .On("DELETE", "/api/v1/trash/t1", context => { context.Response.StatusCode = 204; return Task.CompletedTask; })
            .On("DELETE", "/api/v1/trash", context => { context.Response.StatusCode = 204; return Task.CompletedTask; });
    }

    [Theory]
    [InlineData("version list web1", "Version  When                 By    Change  Why\n2 *      2026-11-03 10:00:00  an    edit    thêm đĩa\n1        2026-11-03 09:00:00  root  define\n")]
    [InlineData("version show web1 1", "<domain/>\n")]
    [InlineData("version diff web1 1", "--- 1\n+++ 3\n@@ -1 +1 @@\n-<a/>\n+<b/>\n")]
    [InlineData("version diff web1 1 3", "--- 1\n+++ 3\n@@ -1 +1 @@\n-<a/>\n+<b/>\n")]
    [InlineData("version revert web1 1", "Machine 'web1' is as in version 1 again; that is version 3.\n")]
    [InlineData("trash list", "Id  Kind     Name  On disk  Removed              By    Deleted on\nt1  machine  web1  1 GiB    2026-11-03 09:00:00  root  never\n")]
    [InlineData("trash restore web1 --name web2", "Machine 'web2' is back.\n")]
    [InlineData("trash purge web1 --yes", "'web1' is deleted for good.\n")]
    [InlineData("trash empty -y", "The trash is empty; deleted: 1 (1 GiB).\n")]
    public async Task Versions_and_trash_are_told(string line, string printed)
    {
        var run = await RunAsync(line.Split(' '));
        Assert.Equal((0, printed, ""), (run.ExitCode, run.Out, run.Error));
    }

    [Theory]
    [InlineData("trash purge web1")]
    [InlineData("trash empty")]
    public async Task Nothing_is_deleted_for_good_without_a_yes(string line)
    {
        Assert.Equal(2, (await RunAsync(line.Split(' '))).ExitCode);
        Around.InIsTerminal = true;
        Around.Input = "n\n";
        var run = await RunAsync(line.Split(' '));
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("machine web1  1 GiB\n  /images/web1.qcow2  1 GiB\nDelete ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Pandod.Requests, request => request.Method == "DELETE");
    }

    [Theory]
    [InlineData("y\n", false)]
    [InlineData("YES\n", false)]
    [InlineData("có\n", true)]
    [InlineData("c\n", true)]
    public async Task Yes_is_yes_in_the_users_language(string answer, bool vietnamese)
    {
        Around.InIsTerminal = true;
        Around.Input = answer;
        if (vietnamese)
        {
            Around.InVietnamese();
        }
        Assert.Equal(0, (await RunAsync("trash", "purge", "web1")).ExitCode);
        Assert.Equal("DELETE /api/v1/trash/t1", Last.ToString());
    }

    /// <summary>What comes into the trash between the question and the answer was not asked about.</summary>
    [Fact]
    public async Task Who_was_asked_deletes_what_was_shown_and_nothing_else()
    {
        Around.InIsTerminal = true;
        Around.Input = "y\n";
        Assert.Equal(0, (await RunAsync("trash", "empty")).ExitCode);
        Assert.Equal(["DELETE /api/v1/trash/t1"], Pandod.Requests.Where(request => request.Method == "DELETE").Select(request => request.ToString()));
    }

    [Fact]
    public async Task What_is_not_there_is_pandods_to_say()
    {
        Pandod.Refuse("DELETE", "/api/v1/trash/web9", Samples.NotFound("web9"));
        Assert.Equal(3, (await RunAsync("trash", "purge", "web9", "--yes")).ExitCode);
    }

    [Theory]
    [InlineData("version show web1 zero")]
    [InlineData("version show web1 0")]
    [InlineData("version revert web1 -1")]
    public async Task A_version_is_a_number(string line) => Assert.Equal(2, (await RunAsync(line.Split(' '))).ExitCode);

    [Fact]
    public async Task A_diff_is_coloured_in_a_terminal()
    {
        Around.OutIsTerminal = true;
        Assert.Contains("\e[31m-<a/>\e[0m\n\e[32m+<b/>\e[0m\n", (await RunAsync("version", "diff", "web1", "1")).Out, StringComparison.Ordinal);
    }
}
