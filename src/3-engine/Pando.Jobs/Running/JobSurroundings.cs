using Microsoft.Extensions.Logging;
using Pando.Jobs.Journal;
using Pando.Model.Ports;

namespace Pando.Jobs.Running;

/// <summary>What every job of a runner stands on.</summary>
internal sealed record JobSurroundings(
    JobJournal Journal, EndedJobs Ended, IEvents Events, TimeProvider Time, IJobFaults Faults, ILogger Log, CancellationToken Stopping);
