using Microsoft.AspNetCore.Http;
using Pando.Api.Jobs;
using Pando.Cli.Tests.Harness;

namespace Pando.Cli.Tests.Processes;

/// <summary>Ctrl-C in the long commands: a real process, a real signal.</summary>
public sealed class InterruptTests : CliTest
{
    private static string JobPath => $"/api/v1/jobs/{Samples.Uuid(99)}";

    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var running = Samples.Job("machine.install", JobPhase.Running, 1 << 20, 10 << 20);
        foreach (var path in new[] { "/api/v1/install", "/api/v1/image-builds", "/api/v1/image-imports", "/api/v1/pools/default/volumes" })
        {
            Pandod.On("POST", path, running, 202);
        }
        Pandod.On("POST", JobPath + "/cancel", context =>
        {
            _cancelled.TrySetResult();
            return ScriptedPandod.Json(context, Samples.Job("machine.install", JobPhase.Undoing));
        });
        // It runs until it is cancelled; a question is answered after a moment, as a real one with ?wait=.
        Pandod.On("GET", JobPath, async context =>
        {
            await Task.WhenAny(_cancelled.Task, Task.Delay(TimeSpan.FromMilliseconds(100)));
            await ScriptedPandod.Json(context, _cancelled.Task.IsCompleted ? Samples.Job("machine.install", JobPhase.Cancelled) : running);
        });
    }

    [Theory]
    [InlineData("install --name web1 --image debian-12", "INT", 130)]
    [InlineData("install --name web1 --image debian-12", "TERM", 143)]
    [InlineData("install --name web1 --image debian-12", "HUP", 129)]
    [InlineData("image build debian-12", "INT", 130)]
    [InlineData("image import https://example.org/a.img", "INT", 130)]
    [InlineData("vol-create-as default web2.qcow2 --image debian-12 --full", "INT", 130)]
    public async Task A_job_that_the_command_owns_is_cancelled_and_its_undoing_waited_for(string line, string signal, int exitCode)
    {
        await using var pando = PandoProcess.Start(Around, line.Split(' '));
        await pando.SaysAsync("download-packages");
        pando.Send(signal);
        Assert.Equal(exitCode, await pando.ExitAsync());
        Assert.True(_cancelled.Task.IsCompleted);
        Assert.EndsWith(
            "Cancelling; what was done is being undone. Ctrl-C again leaves at once.\n[2/5] undoing: download-packages  linux-image-cloud-amd64\nCancelled; everything that was done is undone.\n",
            pando.Error, StringComparison.Ordinal);
        Assert.Equal("", pando.Out);
    }

    [Fact]
    public async Task A_second_signal_leaves_at_once()
    {
        Pandod.On("POST", JobPath + "/cancel", async context =>
        {
            _cancelled.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        await using var pando = PandoProcess.Start(Around, "image", "build", "debian-12");
        await pando.SaysAsync("download-packages");
        pando.Send("INT");
        await pando.SaysAsync("Cancelling");
        pando.Send("INT");
        Assert.Equal(130, await pando.ExitAsync());
        Assert.DoesNotContain("undone.\n", pando.Error[pando.Error.IndexOf("at once.", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_is_only_watched_goes_on()
    {
        await using var pando = PandoProcess.Start(Around, "job", "wait", Samples.Uuid(99));
        await pando.SaysAsync("download-packages");
        pando.Send("INT");
        Assert.Equal(130, await pando.ExitAsync());
        Assert.False(_cancelled.Task.IsCompleted);
        Assert.EndsWith($"Job {Samples.Uuid(99)} goes on; 'pando job wait {Samples.Uuid(99)}' waits for it again, 'pando job cancel {Samples.Uuid(99)}' undoes it.\n", pando.Error, StringComparison.Ordinal);
    }

    /// <summary>The answer names the job, without which nothing could be cancelled.</summary>
    [Fact]
    public async Task A_job_that_pandod_is_still_taking_is_cancelled_as_soon_as_it_has_a_name()
    {
        var (asked, told) = (new TaskCompletionSource(), new TaskCompletionSource());
        Pandod.On("POST", "/api/v1/install", async context =>
        {
            asked.SetResult();
            await told.Task;
            context.Response.StatusCode = 202;
            await ScriptedPandod.Json(context, Samples.Job("machine.install", JobPhase.Running));
        });
        await using var pando = PandoProcess.Start(Around, "install", "--name", "web1", "--image", "debian-12");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60));
        pando.Send("INT");
        await pando.SaysAsync("Cancelling");
        told.SetResult();
        Assert.Equal(130, await pando.ExitAsync());
        Assert.True(_cancelled.Task.IsCompleted);
        Assert.Single(pando.Error.Split('\n'), line => line.StartsWith("Cancelling", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancelling_a_job_may_be_left_to_itself()
    {
        Pandod.On("POST", JobPath + "/cancel", Samples.Job("machine.install", JobPhase.Undoing));
        Pandod.On("GET", JobPath, Samples.Job("machine.install", JobPhase.Undoing));
        await using var pando = PandoProcess.Start(Around, "job", "cancel", Samples.Uuid(99));
        await pando.SaysAsync("undoing: download-packages");
        pando.Send("INT");
        Assert.Equal(130, await pando.ExitAsync());
        Assert.Contains($"Job {Samples.Uuid(99)} goes on", pando.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_wait_for_an_installers_end_ends_alone()
    {
        Pandod.On("POST", "/api/v1/install", Samples.Job("machine.install", JobPhase.Done) with { Subject = "web1" }, 202);
        Pandod.On("GET", "/api/v1/machines/web1", Samples.Machine("web1"));
        Pandod.On("GET", $"/api/v1/machines/{Samples.Uuid(1)}", Samples.Machine("web1"));
        await using var pando = PandoProcess.Start(Around, "install", "--name", "web1", "--image", "debian-12", "--wait");
        await pando.SaysAsync("waiting until 'web1' is off");
        pando.Send("INT");
        Assert.Equal(130, await pando.ExitAsync());
        Assert.EndsWith("Machine 'web1' runs on; only the waiting has ended.\n", pando.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_is_waited_for_goes_on_too()
    {
        var asked = new TaskCompletionSource();
        Pandod.On("POST", "/api/v1/machines/web1/start", async context =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        await using var pando = PandoProcess.Start(Around, "start", "web1");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60));
        pando.Send("INT");
        Assert.Equal((130, "pandod goes on with it; 'pando job list --active' shows how far it is.\n"), (await pando.ExitAsync(), pando.Error));
    }

    [Fact]
    public async Task An_upload_is_broken_off()
    {
        var gone = new TaskCompletionSource();
        var kept = new TaskCompletionSource<bool>();
        Pandod.On("POST", "/api/v1/image-uploads", async context =>
        {
            try
            {
                // Takes a little and then no more, so that the rest waits in the command.
                await context.Request.Body.ReadExactlyAsync(new byte[1000]);
                await gone.Task;
                await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
                kept.SetResult(true);
            }
            catch (Exception)
            {
                kept.SetResult(false);
            }
        });
        await using (var file = File.Create(Folder["big.img"]))
        {
            file.SetLength(64 << 20);
        }
        await using var pando = PandoProcess.Start(Around, "image", "import", Folder["big.img"]);
        await pando.SaysAsync("sending the file");
        pando.Send("INT");
        Assert.Equal(130, await pando.ExitAsync());
        Assert.EndsWith("Broken off; pandod keeps nothing of the file.\n", pando.Error, StringComparison.Ordinal);
        gone.SetResult();
        Assert.False(await kept.Task.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    /// <summary>Once all was sent there is a job, or soon will be.</summary>
    [Fact]
    public async Task An_upload_that_has_arrived_is_cancelled_as_a_job()
    {
        var (sent, told) = (new TaskCompletionSource(), new TaskCompletionSource());
        Pandod.On("POST", "/api/v1/image-uploads", async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            sent.SetResult();
            await told.Task;
            context.Response.StatusCode = 202;
            await ScriptedPandod.Json(context, Samples.Job("image.import", JobPhase.Running));
        });
        await File.WriteAllBytesAsync(Folder["small.img"], new byte[4096]);
        await using var pando = PandoProcess.Start(Around, "image", "import", Folder["small.img"]);
        await sent.Task.WaitAsync(TimeSpan.FromSeconds(60));
        pando.Send("INT");
        await pando.SaysAsync("Cancelling");
        told.SetResult();
        Assert.Equal(130, await pando.ExitAsync());
        Assert.True(_cancelled.Task.IsCompleted);
    }

    [Fact]
    public async Task A_picture_that_was_not_finished_leaves_no_file()
    {
        Pandod.On("GET", "/api/v1/machines/web1/screenshot", async context =>
        {
            await context.Response.WriteAsync("PNG");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        await using var pando = PandoProcess.Start(Around, "screenshot", "web1", Folder["screen.png"]);
        await HasAsync("screen.png.*.part");
        pando.Send("INT");
        Assert.Equal(130, await pando.ExitAsync());
        Assert.Empty(Directory.GetFiles(Folder.Path, "screen.png*"));
    }

    private async Task HasAsync(string files)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (Directory.GetFiles(Folder.Path, files).Length == 0)
        {
            await ticks.WaitForNextTickAsync(limit.Token);
        }
    }

    [Fact]
    public async Task Following_events_ends_in_silence()
    {
        Pandod.On("GET", "/api/v1/events", async context =>
        {
            await context.Response.WriteAsync("data: {\"sequence\":1,\"at\":\"2026-11-03T09:00:00Z\",\"type\":\"a.b\",\"subject\":\"s\"}\n\n");
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        await using var pando = PandoProcess.Start(Around, "event", "follow");
        await pando.SaysAsync("a.b s\n");
        pando.Send("INT");
        Assert.Equal((130, ""), (await pando.ExitAsync(), pando.Error));
    }
}
