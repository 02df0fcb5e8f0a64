using Pando.Api.Client;
using Pando.Api.Problems;
using Pando.Cli.Commands;
using Pando.Cli.Connection;
using Pando.Cli.Output;
using Pando.Cli.Texts;

namespace Pando.Cli.Failures;

/// <summary>
/// Tells a failure on standard error: <c>error:</c> and the sentence, the words of whoever failed, <c>hint:</c> and what to do.
/// With <c>--json</c> one problem object instead.
/// </summary>
internal sealed class FailureReport(Surroundings around, bool json)
{
    private readonly TextSource _texts = around.Texts;

    /// <summary>Tells it and answers the exit status.</summary>
    public int Tell(Exception failure)
    {
        around.Out.Flush();
        var (problem, exitCode) = Read(failure);
        Write(problem);
        return exitCode;
    }

    /// <summary>The same for a problem that is no exception: a failed job's.</summary>
    public int Tell(Problem problem)
    {
        around.Out.Flush();
        Write(problem);
        return ExitCode.Of(problem.Kind);
    }

    private (Problem Problem, int ExitCode) Read(Exception failure) => failure switch
    {
        PandoProblemException pandod => (pandod.Problem, ExitCode.Of(pandod.Problem.Kind)),
        PandoUnreachableException unreachable => (Unreachable(unreachable), ExitCode.Unreachable),
        CliException own => (Own(own), own.ExitCode),
        _ => (Unexpected(failure), ExitCode.Failed),
    };

    private Problem Own(CliException failure) => new()
    {
        Code = "cli." + failure.Key["failure.".Length..],
        Kind = failure.ExitCode switch
        {
            ExitCode.NotFound => ProblemKind.NotFound,
            ExitCode.Refused => ProblemKind.Refused,
            ExitCode.TimedOut => ProblemKind.PeerSilent,
            ExitCode.Usage => ProblemKind.Invalid,
            _ => ProblemKind.Broken,
        },
        Detail = _texts[failure.Key, [.. failure.Facts]],
        Remedy = _texts.Find(failure.Key + ".fix") is null ? null : _texts[failure.Key + ".fix", [.. failure.Facts]],
        PeerWords = failure.Words,
    };

    private Problem Unreachable(PandoUnreachableException failure)
    {
        var key = $"failure.unreachable-{UnreachableWords.Of(failure.Reason)}";
        (string, string)[] facts = [("address", failure.Address.ToString()), ("path", failure.Address.SocketPath ?? ""), ("user", UserName())];
        var fix = key + FixOf(failure.Address, key);
        return new Problem
        {
            Code = "cli.unreachable-" + UnreachableWords.Of(failure.Reason),
            Kind = ProblemKind.Broken,
            Detail = _texts[key, facts],
            Remedy = _texts.Find(fix) is null ? null : _texts[fix, facts],
            PeerWords = failure.Reason is UnreachableReason.Missing or UnreachableReason.Silent ? null : failure.Words,
        };
    }

    /// <summary>What to do can be another thing for a socket, and another for that of the host's own pandod.</summary>
    private string FixOf(PandoAddress address, string key) =>
        address.SocketPath == HostFinder.SystemSocket && _texts.Find(key + ".fix-system") is not null ? ".fix-system"
        : address.SocketPath is not null && _texts.Find(key + ".fix-socket") is not null ? ".fix-socket"
        : ".fix";

    private Problem Unexpected(Exception failure) => new()
    {
        Code = "cli.unexpected",
        Kind = ProblemKind.Broken,
        Detail = _texts["failure.unexpected"],
        Remedy = _texts["failure.unexpected.fix"],
        PeerWords = around.Environment("PANDO_DEBUG") is { Length: > 0 } ? failure.ToString() : $"{failure.GetType().Name}: {failure.Message}",
    };

    private string UserName() => around.Environment("USER") ?? around.Environment("LOGNAME") ?? "USER";

    private void Write(Problem problem)
    {
        if (json)
        {
            around.Error.WriteLine(JsonOutput.Of(problem));
            return;
        }
        var colours = around.ErrorColours;
        var sentence = Printable.Lines(problem.Detail ?? problem.Title ?? problem.Code);
        around.Error.WriteLine($"{colours.Bad(_texts["failure.error"])} {Where(problem, sentence)}{sentence}");
        if (problem.PeerWords?.Trim() is { Length: > 0 } words)
        {
            foreach (var line in words.Split('\n'))
            {
                around.Error.WriteLine("  " + Printable.Of(line.TrimEnd()));
            }
        }
        if (problem.Remedy is not null)
        {
            around.Error.WriteLine($"{colours.Hint(_texts["failure.hint"])} {Printable.Lines(problem.Remedy)}");
        }
    }

    /// <summary>
    /// As a compiler has it, so that an editor can jump there: <c>web1.xml:12:3: </c>. The element, where the sentence doesn't
    /// name it: <c>/domain/devices/disk[2]: </c>.
    /// </summary>
    private string Where(Problem problem, string sentence)
    {
        var line = problem.Line is { } number ? Numbers.Plain(number) + (problem.Column is { } column ? ":" + Numbers.Plain(column) : "") : null;
        var place = OfFile.PathIn(problem) is { } file ? (line is null ? $"{file}: " : $"{file}:{line}: ")
            : line is null ? ""
            : _texts["failure.line", ("line", line)] + " ";
        // The name of the first element alone tells as much as its path.
        var element = problem.Element is { Length: > 0 } path && !sentence.Contains(path.TrimStart('/'), StringComparison.Ordinal) ? path + ": " : "";
        return Printable.Of(place + element);
    }
}
