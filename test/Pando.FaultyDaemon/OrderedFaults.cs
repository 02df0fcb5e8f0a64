using System.Diagnostics;
using Pando.Jobs;

namespace Pando.FaultyDaemon;

/// <summary>
/// Strikes where PANDO_FAULT says: one fault, or <c>@FILE</c> with one fault a line, which is read anew at each moment
/// so that one daemon can be given many. Each fault strikes once, and is taken from the file before. What passed by is
/// noted in <c>FILE.passed</c>: a good run tells which steps there are.
/// </summary>
internal sealed class OrderedFaults : IJobFaults
{
    private readonly Lock _one = new();
    private readonly List<Fault> _given = [];
    private readonly string? _file;

    private OrderedFaults(string orders)
    {
        if (orders.StartsWith('@'))
        {
            _file = orders[1..];
        }
        else if (orders.Length > 0)
        {
            _given.Add(Fault.Parse(orders));
        }
    }

    public static OrderedFaults FromEnvironment() => new(Environment.GetEnvironmentVariable("PANDO_FAULT") ?? "");

    public void Strike(string kind, string step, JobMoment moment)
    {
        lock (_one)
        {
            var faults = Read();
            if (faults.Find(fault => fault.Kind == kind && fault.Step == step && fault.Moment == moment) is not { } struck)
            {
                return;
            }
            faults.Remove(struck);
            Write(faults);
            if (struck.Kills)
            {
                Die();
            }
            throw new InvalidOperationException($"Ordered: {struck}");
        }

        List<Fault> Read()
        {
            if (_file is null)
            {
                return _given;
            }
            File.AppendAllText($"{_file}.passed", $"{kind}/{step}/{moment}\n");
            return File.Exists(_file) ? [.. File.ReadAllLines(_file).Where(line => line.Length > 0).Select(Fault.Parse)] : [];
        }
    }

    private void Write(List<Fault> left)
    {
        if (_file is not null)
        {
            File.WriteAllLines(_file, left.Select(fault => fault.ToString()));
        }
    }

    /// <summary>SIGKILL: nothing after it runs.</summary>
    private static void Die()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
        // The signal is on its way to this thread too.
        self.WaitForExit();
    }
}
