using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pando.Daemon.Logging;
using Pando.Daemon.Settings;

namespace Pando.Daemon.Tests.Logging;

public class LoggingTests
{
    private static readonly DateTimeOffset Then = new(2026, 11, 2, 12, 3, 4, 567, TimeSpan.Zero);

    [Fact]
    public void A_line_of_text_is_an_entry_whatever_stands_in_it()
    {
        var entry = new LogEntry(Then, LogLevel.Warning, "Pando.Rest.Requests", "X", "name 'a\nb\r\u001b[31m'", null, new InvalidOperationException("c\nd"));
        var text = Encoding.UTF8.GetString(LogLines.Render(entry, LogFormat.Text));
        Assert.Equal("2026-11-02T12:03:04.567Z warning Requests: name 'a\\nb\\r\uFFFD[31m' | System.InvalidOperationException: c\\nd\n", text);
    }

    [Fact]
    public void A_line_of_json_has_the_facts_by_name()
    {
        KeyValuePair<string, object?>[] facts = [new("Machine", "máy \"1\""), new("{OriginalFormat}", "…")];
        var entry = new LogEntry(Then, LogLevel.Information, "Pando.Domains", "Started", "text\n", facts, null);
        var line = Encoding.UTF8.GetString(LogLines.Render(entry, LogFormat.Json));
        Assert.Equal(1, line.Count(c => c == '\n'));
        var json = JsonDocument.Parse(line).RootElement;
        Assert.Equal("máy \"1\"", json.GetProperty("facts").GetProperty("Machine").GetString());
        Assert.Equal(("info", "Started"), (json.GetProperty("level").GetString(), json.GetProperty("event").GetString()));
        Assert.Single(json.GetProperty("facts").EnumerateObject());
    }

    [Fact]
    public void A_full_file_is_put_aside_and_only_so_many_are_kept()
    {
        using var folder = new TemporaryFolder();
        using (var file = new RotatingFile(folder.File("log"), limit: 10, keep: 2))
        {
            foreach (var line in new[] { "11111111\n", "22222222\n", "33333333\n", "44444444\n" })
            {
                file.Write(Encoding.ASCII.GetBytes(line));
            }
        }
        Assert.Equal("44444444\n", File.ReadAllText(folder.File("log")));
        Assert.Equal("33333333\n", File.ReadAllText(folder.File("log.1")));
        Assert.Equal("22222222\n", File.ReadAllText(folder.File("log.2")));
        Assert.False(File.Exists(folder.File("log.3")));
    }

    [Fact]
    public void A_file_that_is_there_goes_on()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("log"), "old\n");
        using (var file = new RotatingFile(folder.File("log"), limit: 100, keep: 0))
        {
            file.Write("new\n"u8);
        }
        Assert.Equal("old\nnew\n", File.ReadAllText(folder.File("log")));
    }

    [Fact]
    public async Task Every_entry_reaches_the_terminal_and_the_file_in_order()
    {
        using var folder = new TemporaryFolder();
        using var terminal = new MemoryStream();
        await using (var channel = new LogChannel(terminal, LogFormat.Text, new RotatingFile(folder.File("log"), 1 << 20, 1), TimeProvider.System))
        {
            var log = channel.CreateLogger("Pando.Test");
            for (var number = 0; number < 1000; number++)
            {
                log.LogInformation("entry {Number}", number);
            }
            log.LogDebug("not this");
            channel.Level = LogLevel.Debug;
            log.LogDebug("but this");
        }
        var lines = Encoding.UTF8.GetString(terminal.ToArray()).TrimEnd().Split('\n');
        Assert.Equal(1001, lines.Length);
        Assert.EndsWith("entry 0", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("entry 999", lines[999], StringComparison.Ordinal);
        Assert.EndsWith("but this", lines[1000], StringComparison.Ordinal);
        Assert.Equal(lines, await File.ReadAllLinesAsync(folder.File("log")));
    }

    [Fact]
    public async Task A_file_that_cannot_be_put_aside_is_given_up_and_the_terminal_goes_on()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("log.1/in-the-way"));
        File.WriteAllText(folder.File("log"), "old\n");
        var terminal = new HeardStream("cannot be written any more");
        await using var channel = new LogChannel(terminal, LogFormat.Text, new RotatingFile(folder.File("log"), 1, 1), TimeProvider.System);
        channel.CreateLogger("Pando.Test").LogInformation("an entry");
        Assert.Contains("an entry", await terminal.Heard.WaitAsync(Limit.Short), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_waits_for_a_terminal_that_is_stuck_and_what_was_lost_is_counted()
    {
        var terminal = new StuckStream();
        await using (var channel = new LogChannel(terminal, LogFormat.Text, null, TimeProvider.System))
        {
            var log = channel.CreateLogger("Pando.Test");
            for (var number = 0; number < 20_000; number++)
            {
                log.LogInformation("entry {Number}", number);
            }
            terminal.Release();
        }
        Assert.Contains("lines were lost here", terminal.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_web_servers_talk_is_only_for_those_who_want_everything()
    {
        await using var channel = new LogChannel(Stream.Null, LogFormat.Text, null, TimeProvider.System) { Level = LogLevel.Debug };
        Assert.False(channel.Wants(LogLevel.Information, "Microsoft.AspNetCore.Hosting"));
        Assert.True(channel.Wants(LogLevel.Warning, "Microsoft.AspNetCore.Hosting"));
        Assert.True(channel.Wants(LogLevel.Debug, "Pando.Rest"));
        channel.Level = LogLevel.Trace;
        Assert.True(channel.Wants(LogLevel.Trace, "Microsoft.AspNetCore.Hosting"));
    }

    private sealed class HeardStream(string words) : MemoryStream
    {
        private readonly TaskCompletionSource<string> _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly StringBuilder _text = new();

        public Task<string> Heard => _heard.Task;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _text.Append(Encoding.UTF8.GetString(buffer));
            if (_text.ToString().Contains(words, StringComparison.Ordinal))
            {
                _heard.TrySetResult(_text.ToString());
            }
        }
    }

    private sealed class StuckStream : MemoryStream
    {
        private readonly ManualResetEventSlim _released = new();
        private readonly StringBuilder _text = new();

        public string Text => _text.ToString();

        public void Release() => _released.Set();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _released.Wait(Limit.Short);
            _text.Append(Encoding.UTF8.GetString(buffer));
        }
    }
}
