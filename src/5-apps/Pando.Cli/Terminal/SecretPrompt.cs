using System.Text;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Terminal;

/// <summary>Asks for a secret: in a terminal without showing what is typed, else the first line of the input.</summary>
internal static class SecretPrompt
{
    private const int Limit = 4096;
    private const byte Backspace = 0x08;
    private const byte Delete = 0x7f;
    private const byte CtrlC = 0x03;
    private const byte CtrlD = 0x04;

    /// <summary>Never empty.</summary>
    public static string Ask(Run run, string question)
    {
        run.Out.Flush();
        using var raw = run.Around.InIsTerminal ? RawTerminal.Enter(0) : null;
        if (raw is not null)
        {
            run.Around.Error.Write(Printable.Of(question) + " ");
        }
        var secret = Encoding.UTF8.GetString(ReadLine(run, isRaw: raw is not null));
        raw?.Dispose();
        if (raw is not null)
        {
            run.Around.Error.WriteLine();
        }
        return secret.Length > 0 ? secret : throw CliException.Usage("no-secret");
    }

    private static byte[] ReadLine(Run run, bool isRaw)
    {
        using var input = run.Around.In();
        var line = new List<byte>();
        int next;
        while ((next = input.ReadByte()) is not (-1 or '\n' or '\r') && line.Count < Limit)
        {
            switch ((byte)next)
            {
                case CtrlC when isRaw:
                    throw new OperationCanceledException();
                case CtrlD when isRaw:
                    return [.. line];
                case Backspace or Delete when isRaw:
                    RemoveCharacter(line);
                    break;
                default:
                    line.Add((byte)next);
                    break;
            }
        }
        return [.. line];
    }

    /// <summary>All bytes of the last character: those that go on one begin with the bits 10.</summary>
    private static void RemoveCharacter(List<byte> line)
    {
        while (line.Count > 0)
        {
            var last = line[^1];
            line.RemoveAt(line.Count - 1);
            if ((last & 0xc0) != 0x80)
            {
                return;
            }
        }
    }
}
