using Microsoft.AspNetCore.Http;
using Pando.Api.Problems;
using Pando.Cli.Tests.Harness;

namespace Pando.Cli.Tests.Commands;

public sealed class EditTests : CliTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Pandod.On("GET", "/api/v1/machines/web1/xml", context =>
        {
            context.Response.Headers.ETag = "\"7\"";
            return context.Response.WriteAsync("<domain>1</domain>\n");
        });
        Pandod.On("PUT", "/api/v1/machines/web1/xml", Samples.Machine("web1"));
    }

    private void Editing(string script) => Around.With("EDITOR", $"sh -c '{script}' --");

    [Fact]
    public async Task What_was_edited_is_stored_over_the_version_it_came_from()
    {
        Editing("sed -i s/1/2/ $1");
        var run = await RunAsync("edit", "web1");
        Assert.Equal((0, "The definition of 'web1' is stored as version 3; a running machine takes it at its next start.\n"), (run.ExitCode, run.Out));
        Assert.Equal(("<domain>2</domain>\n", "\"7\""), (Last.Text, Last.Headers["If-Match"]));
        Assert.Equal("GET /api/v1/machines/web1/xml?inactive=true&secrets=true", Pandod.Requests.First().ToString());
    }

    [Fact]
    public async Task What_was_not_changed_is_not_stored()
    {
        Editing("true");
        var run = await RunAsync("edit", "web1");
        Assert.Equal((0, "The definition of 'web1' was not changed.\n"), (run.ExitCode, run.Out));
        Assert.Single(Pandod.Requests);
    }

    [Fact]
    public async Task VISUAL_comes_before_EDITOR()
    {
        Editing("false");
        Around.With("VISUAL", "true");
        Assert.Equal(0, (await RunAsync("edit", "web1")).ExitCode);
    }

    [Fact]
    public async Task The_draft_is_for_nobody_elses_eyes_and_gone_afterwards()
    {
        Editing($"stat -c %a $(dirname $1) > {Folder["mode"]}; echo $1 > {Folder["path"]}");
        await RunAsync("edit", "web1");
        Assert.Equal("700", (await File.ReadAllTextAsync(Folder["mode"])).Trim());
        Assert.False(File.Exists((await File.ReadAllTextAsync(Folder["path"])).Trim()));
    }

    [Fact]
    public async Task An_editor_that_fails_stores_nothing()
    {
        Editing("sed -i s/1/2/ $1; exit 3");
        var run = await RunAsync("edit", "web1");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("failed (status 3); nothing was stored.", run.Error, StringComparison.Ordinal);
        Assert.Single(Pandod.Requests);
    }

    [Fact]
    public async Task A_mistake_can_be_mended()
    {
        Pandod.On("PUT", "/api/v1/machines/web1/xml", context => context.Request.ContentLength < 25
            ? ScriptedPandod.Refuse(context, new Problem { Code = "definition.malformed", Kind = ProblemKind.Invalid, Status = 400, Detail = "Not XML.", Line = 1 })
            : ScriptedPandod.Json(context, Samples.Machine("web1")));
        Editing("echo more >> $1");
        Around.InIsTerminal = true;
        Around.Input = "y\n";
        var run = await RunAsync("edit", "web1");
        Assert.Equal((0, 1), (run.ExitCode, Pandod.Requests.Count(request => request.Method == "PUT" && request.Body.Length > 25)));
    }

    [Fact]
    public async Task What_others_changed_is_not_overwritten_and_what_was_typed_is_kept()
    {
        Pandod.Refuse("PUT", "/api/v1/machines/web1/xml", new Problem
        {
            Code = "domain.changed-meanwhile",
            Kind = ProblemKind.Refused,
            Status = 412,
            Detail = "The definition of 'web1' was changed by somebody else.",
        });
        Editing("sed -i s/1/2/ $1");
        var run = await RunAsync("edit", "web1");
        Assert.Equal(4, run.ExitCode);
        await AssertKeptAsync(run.Error);
    }

    [Fact]
    public async Task What_was_typed_is_kept_when_pandod_has_gone_meanwhile()
    {
        Pandod.On("PUT", "/api/v1/machines/web1/xml", context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        Editing("sed -i s/1/2/ $1");
        var run = await RunAsync("edit", "web1");
        Assert.Equal(5, run.ExitCode);
        await AssertKeptAsync(run.Error);
    }

    /// <summary>The terminal sends Ctrl-C to all that are in it; the editor is meant.</summary>
    [Fact]
    public async Task An_interrupt_belongs_to_the_editor()
    {
        Editing("trap : INT; echo ready >&2; read line; sed -i s/1/2/ $1");
        await using var pando = PandoProcess.Start(Around, "edit", "web1");
        await pando.SaysAsync("ready");
        pando.Send("INT");
        await pando.TypeAsync("\n");
        Assert.Equal((0, ""), (await pando.ExitAsync(), pando.Error.Replace("ready\n", "", StringComparison.Ordinal)));
        Assert.Equal("<domain>2</domain>\n", Last.Text);
    }

    [Fact]
    public async Task An_end_that_was_asked_for_meanwhile_stores_nothing_and_keeps_what_was_typed()
    {
        Editing("echo ready >&2; read line; sed -i s/1/2/ $1");
        await using var pando = PandoProcess.Start(Around, "edit", "web1");
        await pando.SaysAsync("ready");
        pando.Send("TERM");
        await pando.TypeAsync("\n");
        Assert.Equal(143, await pando.ExitAsync());
        Assert.Single(Pandod.Requests);
        await AssertKeptAsync(pando.Error);
    }

    private static async Task AssertKeptAsync(string error)
    {
        var kept = error.Split("What you wrote is in ")[1].Split('\n')[0].TrimEnd('.');
        Assert.Equal("<domain>2</domain>\n", await File.ReadAllTextAsync(kept));
        Directory.Delete(Path.GetDirectoryName(kept)!, recursive: true);
    }

    /// <summary>A terminal that is gone answers nothing, and would answer nothing again.</summary>
    [Fact(Timeout = 60_000)]
    public async Task The_end_of_the_input_is_no_wish_to_edit_again()
    {
        Pandod.Refuse("PUT", "/api/v1/machines/web1/xml", new Problem { Code = "definition.malformed", Kind = ProblemKind.Invalid, Status = 400, Detail = "Not XML." });
        Editing("sed -i s/1/2/ $1");
        Around.InIsTerminal = true;
        var run = await RunAsync("edit", "web1");
        Assert.Equal(1, run.ExitCode);
        await AssertKeptAsync(run.Error);
    }

    [Fact]
    public async Task It_is_overwritten_where_the_user_says_so()
    {
        Pandod.On("PUT", "/api/v1/machines/web1/xml", context => context.Request.Headers.IfMatch.Count > 0
            ? ScriptedPandod.Refuse(context, new Problem { Code = "domain.changed-meanwhile", Kind = ProblemKind.Refused, Status = 412, Detail = "Changed." })
            : ScriptedPandod.Json(context, Samples.Machine("web1")));
        Editing("sed -i s/1/2/ $1");
        Around.InIsTerminal = true;
        Around.Input = "f\n";
        Assert.Equal(0, (await RunAsync("edit", "web1")).ExitCode);
        Assert.False(Last.Headers.ContainsKey("If-Match"));
    }
}
