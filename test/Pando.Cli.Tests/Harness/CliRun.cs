using System.Text;
using Pando.Cli;

namespace Pando.Cli.Tests.Harness;

/// <summary>What a run of the command left: in this process, with everything around it given by the test.</summary>
internal sealed record CliRun(int ExitCode, string Out, string Error)
{
    /// <summary>Wednesday noon, three hours after the samples' morning.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 11, 3, 12, 0, 0, TimeSpan.Zero);

    public static async Task<CliRun> OfAsync(CliAround around, params string[] args)
    {
        using var output = new MemoryStream();
        await using var text = new StreamWriter(output, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
        await using var error = new StringWriter { NewLine = "\n" };
        var exitCode = await PandoProgram.RunAsync(args, new Surroundings
        {
            Out = text,
            Error = error,
            OutBytes = () => new Undisposed(output),
            In = () => new MemoryStream(Encoding.UTF8.GetBytes(around.Input)),
            Environment = name => around.Environment.GetValueOrDefault(name),
            InIsTerminal = around.InIsTerminal,
            OutIsTerminal = around.OutIsTerminal,
            ErrorIsTerminal = around.ErrorIsTerminal,
            Time = new NoonClock(),
        });
        return new CliRun(exitCode, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    private sealed class NoonClock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => Noon;
    }

    /// <summary>Standard output outlives whoever writes to it.</summary>
    private sealed class Undisposed(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => inner.Position = value; }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
    }
}
