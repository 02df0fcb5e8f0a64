using Microsoft.AspNetCore.Http;
using Pando.Api.Jobs;
using Pando.Api.Problems;
using Pando.Api.Trash;
using Pando.Cli.Tests.Harness;

namespace Pando.Cli.Tests.Commands;

public sealed class SaveCommandsTests : CliTest
{
    private const string File = "/var/tmp/web1.save";
    private const string Managed = "/api/v1/machines/web1/managed-save";
    private const string Saved = "/api/v1/saved-definition";

    private static string JobPath => $"/api/v1/jobs/{Samples.Uuid(99)}";

    private ReceivedRequest Asked => Pandod.Requests.First(request => request.ToString().StartsWith("POST", StringComparison.Ordinal));

    /// <summary>The path is answered with a job that has ended when it is next asked for.</summary>
    private void Job(string path, string kind, Problem? failure = null)
    {
        Pandod.On("POST", path, Samples.Job(kind, JobPhase.Running) with { Subject = "web1" }, 202);
        Pandod.On("GET", JobPath, Samples.Job(kind, failure is null ? JobPhase.Done : JobPhase.Failed, failure: failure) with { Subject = "web1" });
    }

    [Theory]
    [InlineData("", """{"path":"/var/tmp/web1.save","bypassCache":false}""")]
    [InlineData("--format zstd --bypass-cache --paused", """{"path":"/var/tmp/web1.save","format":"zstd","bypassCache":true,"running":false}""")]
    public async Task Save_names_the_file_and_how(string options, string body)
    {
        Job("/api/v1/machines/web1/save", "machine.save");
        var run = await RunAsync(["save", "web1", File, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal((0, $"Machine 'web1' was saved to {File}.\n"), (run.ExitCode, run.Out));
        Assert.Equal(("POST /api/v1/machines/web1/save", body), (Asked.ToString(), Asked.Text));
    }

    [Fact]
    public async Task A_file_is_named_by_its_whole_path()
    {
        Job("/api/v1/machines/web1/save", "machine.save");
        await RunAsync("save", "web1", "web1.save");
        Assert.Contains($"\"path\":\"{Path.Combine(Environment.CurrentDirectory, "web1.save")}\"", Asked.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_brings_it_back_with_another_definition()
    {
        Job("/api/v1/restore", "machine.load");
        var run = await RunAsync("restore", File, "--xml", Write("other.xml", "<domain/>"), "--running", "--force", "--reset-nvram");
        Assert.Equal((0, $"Machine 'web1' goes on from {File}.\n"), (run.ExitCode, run.Out));
        Assert.Equal("""{"path":"/var/tmp/web1.save","running":true,"bypassCache":false,"force":true,"resetNvram":true,"xml":"\u003Cdomain/\u003E"}""", Asked.Text);
    }

    [Fact]
    public async Task Managedsave_names_no_file_and_start_goes_on_from_it()
    {
        Job("/api/v1/machines/web1/save", "machine.save");
        Assert.Equal("Machine 'web1' was saved; its next start goes on from there.\n", (await RunAsync("managedsave", "web1", "--running", "--format", "gzip")).Out);
        Assert.Equal("""{"format":"gzip","bypassCache":false,"running":true}""", Asked.Text);

        Pandod.On("POST", "/api/v1/machines/web1/start", Samples.Machine("web1"));
        await RunAsync("start", "web1", "--force-boot", "--running", "--bypass-cache", "--force", "--reset-nvram");
        Assert.Equal("POST /api/v1/machines/web1/start?forceBoot=true&running=true&bypassCache=true&force=true&resetNvram=true", Last.ToString());
    }

    [Fact]
    public async Task Managedsave_remove_drops_it()
    {
        Pandod.On("DELETE", Managed, Samples.Machine("web1"));
        Assert.Equal((0, "The managed save of 'web1' was removed.\n"), await WordsAsync("managedsave-remove", "web1"));
    }

    [Theory]
    [InlineData("/api/v1/machines/web1/dump", "--memory-only --format kdump-zlib --crash", """{"path":"/var/tmp/web1.save","memoryOnly":true,"format":"kdump-zlib","live":false,"crash":true,"reset":false,"bypassCache":false}""")]
    [InlineData("/api/v1/machines/web1/dump", "--live --reset", """{"path":"/var/tmp/web1.save","memoryOnly":false,"live":true,"crash":false,"reset":true,"bypassCache":false}""")]
    public async Task Dump_says_what_and_how(string path, string options, string body)
    {
        Job(path, "machine.dump");
        Assert.Equal(0, (await RunAsync(["dump", "web1", File, .. options.Split(' ')])).ExitCode);
        Assert.Equal(body, Asked.Text);
    }

    [Theory]
    [InlineData("save web1 f --running --paused")]
    [InlineData("restore f --running --paused")]
    [InlineData("dump web1 f --crash --reset")]
    [InlineData("undefine web1 --nvram --keep-nvram")]
    [InlineData("undefine web1 --tpm --keep-tpm")]
    [InlineData("save web1 f --format rar")]
    public async Task What_excludes_each_other_is_refused_before_pandod_is_asked(string command)
    {
        Assert.Equal(2, (await RunAsync(command.Split(' '))).ExitCode);
        Assert.Empty(Pandod.Requests);
    }

    [Fact]
    public async Task A_save_that_failed_is_told_as_pandod_says_it()
    {
        var full = new Problem { Code = "save.disk-full", Kind = ProblemKind.Exhausted, Status = 507, Detail = "There is no room.", Remedy = "Make some." };
        Job("/api/v1/machines/web1/save", "machine.save", full);
        var run = await RunAsync("save", "web1", File);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Empty(run.Out);
        Assert.Contains("There is no room.", run.Error, StringComparison.Ordinal);
        Assert.Contains("Make some.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("managedsave-dumpxml web1 --security-info", $"GET {Managed}?secrets=true")]
    [InlineData($"save-image-dumpxml {File}", $"GET {Saved}?path=%2Fvar%2Ftmp%2Fweb1.save")]
    public async Task The_definition_in_a_file_is_shown(string command, string request)
    {
        foreach (var path in new[] { Managed, Saved })
        {
            Pandod.On("GET", path, context => context.Response.WriteAsync("<domain>1</domain>\n"));
        }
        Assert.Equal((0, "<domain>1</domain>\n"), await WordsAsync(command.Split(' ')));
        Assert.Equal(request, Last.ToString());
    }

    [Theory]
    [InlineData("managedsave-define web1 XML --running", $"PUT {Managed}?running=true")]
    [InlineData($"save-image-define {File} XML --paused", $"PUT {Saved}?path=%2Fvar%2Ftmp%2Fweb1.save&running=false")]
    public async Task The_definition_in_a_file_is_replaced(string command, string request)
    {
        Replaceable();
        var xml = Write("other.xml", "<domain>2</domain>\n");
        Assert.Equal(0, (await RunAsync(command.Replace("XML", xml, StringComparison.Ordinal).Split(' '))).ExitCode);
        Assert.Equal((request, "<domain>2</domain>\n"), (Last.ToString(), Last.Text));
    }

    [Theory]
    [InlineData("managedsave-edit web1", $"PUT {Managed}")]
    [InlineData($"save-image-edit {File}", $"PUT {Saved}?path=%2Fvar%2Ftmp%2Fweb1.save")]
    public async Task The_definition_in_a_file_is_edited(string command, string request)
    {
        Replaceable();
        foreach (var path in new[] { Managed, Saved })
        {
            Pandod.On("GET", path, context => context.Response.WriteAsync("<domain>1</domain>\n"));
        }
        Around.With("EDITOR", "sh -c 'sed -i s/1/2/ $1' --");
        Assert.Equal(0, (await RunAsync(command.Split(' '))).ExitCode);
        Assert.Equal((request, "<domain>2</domain>\n"), (Last.ToString(), Last.Text));
    }

    [Fact]
    public async Task Undefine_says_what_is_kept()
    {
        Pandod.On("DELETE", "/api/v1/machines/web1", Trashed);
        Assert.Equal(0, (await RunAsync("undefine", "web1", "--managed-save", "--keep-nvram", "--keep-tpm")).ExitCode);
        Assert.Equal("DELETE /api/v1/machines/web1?managedSave=true&keepNvram=true&keepTpm=true", Last.ToString());
    }

    private static TrashItem Trashed => new()
    {
        Id = "t1",
        Kind = "machine",
        Name = "web1",
        SubjectId = Samples.Uuid(1),
        TrashedAt = Samples.Morning,
        By = "root",
        Bytes = 0,
        Files = [],
    };

    private void Replaceable()
    {
        foreach (var path in new[] { Managed, Saved })
        {
            Pandod.On("PUT", path, context =>
            {
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return Task.CompletedTask;
            });
        }
    }

    private async Task<(int ExitCode, string Out)> WordsAsync(params string[] args)
    {
        var run = await RunAsync(args);
        return (run.ExitCode, run.Out);
    }
}
